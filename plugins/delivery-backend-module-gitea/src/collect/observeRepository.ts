import {
  RepositoryGone,
  tellParts,
  type HistoryConfig,
  type Observation,
  type RepositoryPart,
  type RepositoryTurn,
} from '@throughline/plugin-delivery-node';
import type { GiteaClient } from '../api/GiteaClient';
import { readRepository } from '../map/RepositoryFacts';
import type { Memory } from '../source/Memory';
import type { RepositoryState } from '../source/RepositoryState';
import { collectBranches } from './collectBranches';
import { collectCommits } from './collectCommits';
import { collectPulls } from './collectPulls';
import { collectReleases } from './collectReleases';
import { collectRuns } from './collectRuns';
import { repositoryPath, type RepositoryPass } from './RepositoryPass';

/** What changes without a branch or a run that moves is looked at less often. */
const QUIET_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/** What a look at a repository is made with. */
export interface LookOptions {
  client: GiteaClient;
  memory: Memory;
  history: HistoryConfig;
  /** Owner and name, as the API has them. */
  path: readonly [string, string];
}

/**
 * Tells what is new in a repository: branches and runs at each look; the rest where these moved, a hint or new interest
 * asks for it, or now and then.
 *
 * @returns whether something is under way there
 */
export async function* observeRepository(
  turn: RepositoryTurn<RepositoryState>,
  options: LookOptions,
): AsyncGenerator<Observation, boolean> {
  const { client, memory, history, path } = options;
  const { identity, interest, state, hinted } = turn;
  const pass: RepositoryPass = {
    identity,
    path,
    interest,
    client,
    memory,
    history,
    state,
    facts: await askRepository(identity, options, hinted),
    moved: false,
    changed: new Set(),
  };
  const { facts } = pass;
  const isDue = (kind: string) =>
    hinted || memory.isDue(identity, kind, QUIET_MS);
  const isLively = (kind: string) =>
    isDue(kind) || turn.hot || pass.moved || pass.changed.size > 0;
  const part = (
    kind: string,
    tell: () => AsyncGenerator<Observation>,
    isWanted: () => boolean,
  ): RepositoryPart => ({
    kind,
    isWanted,
    async *tell() {
      yield* tell();
      memory.looked(identity, kind);
    },
  });
  yield* tellParts(
    [
      part(
        'branches',
        () => collectBranches(pass),
        () => facts.hasCode,
      ),
      part(
        'runs',
        () => collectRuns(pass),
        () => facts.hasActions,
      ),
      part(
        'commits',
        () => collectCommits(pass, isDue('commits')),
        () => facts.hasCode,
      ),
      part(
        'pulls',
        () => collectPulls(pass, isDue('pulls')),
        () => facts.hasPulls && isLively('pulls'),
      ),
      part(
        'releases',
        () => collectReleases(pass),
        () =>
          facts.hasReleases &&
          (hinted || memory.isDue(identity, 'releases', HOUR_MS)),
      ),
    ],
    client.signal,
  );
  return (state.active ?? []).length > 0 || pass.moved;
}

async function askRepository(
  identity: string,
  { client, memory, path }: LookOptions,
  hinted: boolean,
) {
  const known = memory.repositories.get(identity);
  if (known && !hinted && !memory.isDue(identity, 'repository', HOUR_MS)) {
    return known;
  }
  const answer = await client.get('repository', repositoryPath({ path }));
  if (answer.type === 'missing') {
    throw new RepositoryGone(
      answer.movedTo
        ? `it has moved; it is '${answer.movedTo}' now. Correct the catalog`
        : 'there is no such repository, or the credentials may not see it (both are answered 404)',
    );
  }
  const facts = readRepository(answer.json);
  memory.repositories.set(identity, facts);
  memory.looked(identity, 'repository');
  return facts;
}
