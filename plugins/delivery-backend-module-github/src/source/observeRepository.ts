import {
  SourceFailure,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { z } from 'zod';
import { BudgetSpent } from '../api/BudgetTracker';
import { collectBranches } from '../collect/collectBranches';
import { collectChecks } from '../collect/collectChecks';
import {
  collectDeepHistory,
  collectNewCommits,
  deepOf,
} from '../collect/collectCommits';
import { collectDeployments } from '../collect/collectDeployments';
import { collectPulls } from '../collect/collectPulls';
import { collectReleases } from '../collect/collectReleases';
import { collectRevisions, openRevisions } from '../collect/collectRevisions';
import { collectRuns } from '../collect/collectRuns';
import type { RepositoryPass, ScopeKind } from '../collect/RepositoryPass';
import type { Recent } from '../graphql/schemas';
import type { RepositoryState } from './RepositoryState';
import { PartFailure } from './PartFailure';
import { isWholesale } from './sweep';

/** Without a reason to, the runs and checks of a repository are looked at again after so many hours. */
const UNSEEN_HOURS = 12;

/** What is to be done for a repository; each part remembers by itself what it has told. */
export interface Due {
  recent: boolean;
  deployments: boolean;
  runs: boolean;
  revisions: boolean;
  deep: boolean;
}

/** What is due, by what the sweep told and what was told before. */
export function dueOf(
  pass: RepositoryPass,
  options: { hot: boolean; hinted: boolean },
): Due {
  const { state } = pass;
  const hour = Math.floor(Date.now() / 3_600_000);
  const { runs } = state;
  const isOld = runs !== undefined && hour - runs.hour >= UNSEEN_HOURS;
  return {
    recent:
      options.hinted ||
      state.pulse !== pass.pulse ||
      hasOpenChecks(state) ||
      isOld,
    deployments: state.deployments !== pass.deployments,
    runs:
      options.hinted ||
      options.hot ||
      !runs ||
      runs.pulse !== pass.pulse ||
      runs.active.length > 0 ||
      isOld,
    revisions: pass.head !== undefined && openRevisions(pass).length > 0,
    deep: isDeepDue(pass),
  };
}

/** Tells what changed lately, with the answer to the question for it. */
export async function* observeRecent(
  pass: RepositoryPass,
  recent: z.infer<typeof Recent>,
): AsyncGenerator<Observation> {
  yield* collectBranches(pass, recent.refs);
  yield* collectPulls(pass, recent);
  yield* collectReleases(pass, recent.releases);
  const history = recent.defaultBranchRef?.target?.history;
  yield* collectNewCommits(pass, history);
  yield* collectChecks(pass, history);
  pass.state.pulse = pass.pulse;
}

/** Whether checks are followed to their end, of which the sweep does not tell. */
export function hasOpenChecks(state: RepositoryState): boolean {
  return (state.unsettled?.length ?? 0) > 0 || state.pending === true;
}

/** Whether the whole history is to be told; that may have turned out only while telling what is new. */
export function isDeepDue(pass: RepositoryPass): boolean {
  return pass.head !== undefined && pass.state.deep !== deepOf(pass);
}

/**
 * Tells the rest of what is due, in the order in which it matters; the deep history comes later. What fails leaves
 * the others.
 *
 * @returns whether all of it could be afforded
 * @throws PartFailure at the end, where something failed
 */
export async function* observeRest(
  pass: RepositoryPass,
  due: Due,
): AsyncGenerator<Observation, boolean> {
  const parts: [ScopeKind, boolean, () => AsyncGenerator<Observation>][] = [
    ['runs', due.runs, () => collectRuns(pass)],
    ['deployments', due.deployments, () => collectDeployments(pass)],
    [
      'commits',
      due.revisions && !isDeepDue(pass),
      () => collectRevisions(pass),
    ],
  ];
  const failures = new Map<ScopeKind, SourceFailure>();
  let all = true;
  for (const [kind, isDue, collect] of parts) {
    try {
      all = (!isDue || (yield* unlessSpent(collect()))) && all;
    } catch (error) {
      if (
        !(error instanceof SourceFailure) ||
        pass.client.signal.aborted ||
        isWholesale(error)
      ) {
        throw error;
      }
      failures.set(kind, error);
    }
  }
  if (failures.size > 0) {
    throw new PartFailure(failures);
  }
  return all;
}

/**
 * Tells the deep history.
 *
 * @returns whether it could be afforded
 */
export async function* observeDeep(
  pass: RepositoryPass,
): AsyncGenerator<Observation, boolean> {
  return yield* unlessSpent(collectDeepHistory(pass));
}

/** What cannot be afforded now stays due. */
async function* unlessSpent(
  observations: AsyncGenerator<Observation>,
): AsyncGenerator<Observation, boolean> {
  try {
    yield* observations;
    return true;
  } catch (error) {
    if (error instanceof BudgetSpent) {
      return false;
    }
    throw error;
  }
}
