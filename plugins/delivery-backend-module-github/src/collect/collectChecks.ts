import type {
  CommitItem,
  Observation,
} from '@throughline/plugin-delivery-node';
import type { Page } from '../graphql/schemas';
import { isUnsettled } from '../map/checksOf';
import type { BareCommit } from '../map/readCommit';
import { itemsOf } from '../map/ReadResult';
import { askCommits } from './askCommits';
import { askFiles } from './askFiles';
import { toldOf } from '../source/Memory';
import { historyPage } from './readHistory';
import { scopeOf, tellItems, type RepositoryPass } from './RepositoryPass';

/** Checks that have not ended by then are waited for no longer. */
const FOLLOWED_MS = 24 * 60 * 60 * 1000;
const MAX_FOLLOWED = 20;

/** Commits whose checks have not ended, the newest, as far as they are worth to be followed. */
export function unsettledOf(
  commits: readonly Pick<CommitItem, 'sha' | 'checks' | 'committedAt'>[],
): string[] {
  const oldest = new Date(Date.now() - FOLLOWED_MS).toISOString();
  return commits
    .filter(
      ({ checks, committedAt }) => isUnsettled(checks) && committedAt > oldest,
    )
    .map(({ sha }) => sha)
    .slice(0, MAX_FOLLOWED);
}

/**
 * Tells commits of the default branch again whose checks have changed since they were told: the newest, and those
 * that were passed by newer ones before their checks had ended.
 *
 * @param first - the newest commits
 */
export async function* collectChecks(
  pass: RepositoryPass,
  first: Page | undefined,
): AsyncGenerator<Observation> {
  if (!first || pass.state.deep === undefined) {
    // All of it is to be told anew, with the checks.
    return;
  }
  const recent = itemsOf(historyPage(pass, first).results);
  const seen = new Set(recent.map(({ sha }) => sha));
  const further = await askCommits(
    pass,
    (pass.state.unsettled ?? []).filter(sha => !seen.has(sha)),
  );
  const commits = [...recent, ...further];
  if (commits.some(commit => isLost(pass, commit))) {
    pass.state.deep = undefined;
    return;
  }
  const items: CommitItem[] = [];
  for (const commit of commits) {
    items.push(...(await tellAgain(pass, commit)));
  }
  items.forEach(item => pass.memory.commits.set(item.key, toldOf(item)));
  yield* tellItems(scopeOf(pass.name.identity, 'commits'), items);
  pass.state.unsettled = unsettledOf(commits);
}

/**
 * Whether the checks of a merge are waited for since before a restart: which folders it touches is told with the whole
 * history only.
 */
function isLost(
  { state, memory, interest }: RepositoryPass,
  { sha, key, parents }: BareCommit,
): boolean {
  return (
    parents.length > 1 &&
    interest.paths.some(path => path !== '') &&
    (state.unsettled ?? []).includes(sha) &&
    !memory.commits.get(key)
  );
}

/** After a restart nobody knows what was told of a commit, so that its folders must be asked for again. */
async function tellAgain(
  pass: RepositoryPass,
  commit: BareCommit,
): Promise<CommitItem[]> {
  const told = pass.memory.commits.get(commit.key);
  if (told) {
    return JSON.stringify(told.checks) === JSON.stringify(commit.checks)
      ? []
      : [
          {
            ...commit,
            paths: told.paths,
            onDefaultBranch: told.onDefaultBranch,
          },
        ];
  }
  const whole = pass.interest.paths.includes('') ? [''] : [];
  const folders = pass.interest.paths.filter(path => path !== '');
  if (!commit.checks || (folders.length > 0 && commit.parents.length > 1)) {
    return [];
  }
  const touched =
    folders.length > 0 ? await askFiles(pass, commit.sha, folders) : [];
  return [
    { ...commit, paths: [...whole, ...touched].sort(), onDefaultBranch: true },
  ];
}
