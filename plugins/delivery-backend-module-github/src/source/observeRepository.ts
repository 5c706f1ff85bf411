import type { Observation } from '@throughline/plugin-delivery-node';
import type { z } from 'zod';
import { BudgetSpent } from '../api/BudgetTracker';
import { collectBranches } from '../collect/collectBranches';
import {
  collectDeepHistory,
  collectNewCommits,
  deepOf,
} from '../collect/collectCommits';
import { collectDeployments } from '../collect/collectDeployments';
import { collectPulls } from '../collect/collectPulls';
import { collectRevisions, openRevisions } from '../collect/collectRevisions';
import { collectRuns } from '../collect/collectRuns';
import type { RepositoryPass } from '../collect/RepositoryPass';
import type { Recent } from '../graphql/schemas';

/** Without a reason to, the runs of a repository are looked at again after so many hours. */
const RUNS_HOURS = 12;

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
  return {
    recent: options.hinted || state.pulse !== pass.pulse,
    deployments: state.deployments !== pass.deployments,
    runs:
      options.hinted ||
      options.hot ||
      !runs ||
      runs.pulse !== pass.pulse ||
      runs.active.length > 0 ||
      hour - runs.hour >= RUNS_HOURS,
    revisions: pass.head !== undefined && openRevisions(pass).length > 0,
    deep: pass.head !== undefined && state.deep !== deepOf(pass),
  };
}

/** Tells what changed lately, with the answer to the question for it. */
export async function* observeRecent(
  pass: RepositoryPass,
  recent: z.infer<typeof Recent>,
): AsyncGenerator<Observation> {
  yield* collectBranches(pass, recent.refs);
  yield* collectPulls(pass, recent.open, recent.recent);
  yield* collectNewCommits(pass, recent.defaultBranchRef?.target?.history);
  pass.state.pulse = pass.pulse;
}

/** Tells the rest of what is due, in the order in which it matters; the deep history comes later. */
export async function* observeRest(
  pass: RepositoryPass,
  due: Due,
): AsyncGenerator<Observation> {
  if (due.runs) {
    yield* unlessSpent(collectRuns(pass));
  }
  if (due.deployments) {
    yield* unlessSpent(collectDeployments(pass));
  }
  if (due.revisions && !due.deep) {
    yield* unlessSpent(collectRevisions(pass));
  }
}

/** Tells the deep history, where there is enough left to bring it to its end. */
export async function* observeDeep(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  yield* unlessSpent(collectDeepHistory(pass));
}

/** What cannot be afforded now stays due. */
async function* unlessSpent(
  observations: AsyncGenerator<Observation>,
): AsyncGenerator<Observation> {
  try {
    yield* observations;
  } catch (error) {
    if (!(error instanceof BudgetSpent)) {
      throw error;
    }
  }
}
