import {
  fingerprint,
  mergePaths,
  type CommitItem,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { PAGE, RECENT_COMMITS } from '../graphql/fragments';
import type { Page } from '../graphql/schemas';
import { newCommits } from '../history/newCommits';
import { itemsOf, type ReadResult } from '../map/ReadResult';
import type { BareCommit } from '../map/readCommit';
import { askCommits } from './askCommits';
import { askFiles } from './askFiles';
import {
  askHistory,
  askTouched,
  historyPage,
  malformedOf,
} from './readHistory';
import { unsettledOf } from './collectChecks';
import { collectRevisions } from './collectRevisions';
import { toldOf } from '../source/Memory';
import { scopeOf, tellItems, type RepositoryPass } from './RepositoryPass';

/** More new commits than this are cheaper to place by the paths' own histories. */
const MAX_BY_FILES = 30;

/** The checks of the newest commits by key; a long history with them is too much to ask for. */
type KnownChecks = ReadonlyMap<string, CommitItem['checks']>;

/** Stands for all that the deep history of a repository depends on. */
export function deepOf(
  pass: Pick<RepositoryPass, 'interest' | 'history'>,
): string {
  return fingerprint([pass.interest.paths, pass.history]);
}

/**
 * Tells the commits that came since the last time. Where they do not lead back to what was told – a first look, a
 * rewritten branch, a long absence – the deep history is due, and until then the newest are told if that costs nothing.
 */
export async function* collectNewCommits(
  pass: RepositoryPass,
  first: Page | undefined,
): AsyncGenerator<Observation> {
  const { head } = pass.state;
  if (!pass.head || pass.head === head) {
    return;
  }
  const scope = scopeOf(pass.name.identity, 'commits');
  let { results, after } = historyPage(pass, first);
  const checks = checksOf(itemsOf(results));
  if (head === undefined || pass.state.deep === undefined) {
    pass.state.deep = undefined;
    if (pass.interest.paths.every(path => path === '')) {
      yield* tellCommits(pass, itemsOf(results), new Map(), checks);
    }
    return;
  }
  let found = newCommits(itemsOf(results), head);
  if (found.type === 'incomplete') {
    ({ results, after } = await askHistory(pass, undefined));
    found = newCommits(itemsOf(results), head);
  }
  while (
    found.type === 'incomplete' &&
    after &&
    results.length < pass.history.commits
  ) {
    const page = await askHistory(pass, after);
    results = [...results, ...page.results];
    after = page.after;
    found = newCommits(itemsOf(results), head);
  }
  const single =
    found.type === 'complete'
      ? found.commits.filter(commit => commit.parents.length <= 1)
      : [];
  const folders = pass.interest.paths.filter(path => path !== '');
  if (
    found.type === 'incomplete' ||
    (folders.length > 0 && single.length > MAX_BY_FILES)
  ) {
    pass.state.deep = undefined;
    return;
  }
  const touched = new Map<string, Set<string>>();
  for (const commit of folders.length > 0 ? single : []) {
    touched.set(commit.sha, await askFiles(pass, commit.sha, folders));
  }
  yield* malformedOf(scope, results);
  yield* tellCommits(pass, found.commits, touched, checks);
  pass.state.head = pass.head;
}

/** Tells the whole window of the default branch's history, and drops what it does not hold any more. */
export async function* collectDeepHistory(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass.name.identity, 'commits');
  const { commits, results } = yield* readWindow(pass);
  const folders = pass.interest.paths.filter(path => path !== '');
  const oldest = commits.map(commit => commit.committedAt).sort()[0] ?? '';
  const touched =
    folders.length > 0
      ? await askTouched(pass, folders, oldest)
      : new Map<string, Set<string>>();
  // They came with what is new, too, but that may have been before a restart.
  const followed = new Set(pass.state.unsettled ?? []);
  const newest = await askCommits(
    pass,
    commits
      .filter(({ sha }, index) => index < RECENT_COMMITS || followed.has(sha))
      .map(({ sha }) => sha),
  );
  yield { type: 'listing', scope };
  yield* malformedOf(scope, results);
  pass.state.unsettled = [];
  yield* tellCommits(pass, commits, touched, checksOf(newest));
  pass.state.revisions = [];
  yield* collectRevisions(pass);
  yield { type: 'listed', scope };
  // What was read first is the head, whatever the sweep had seen before.
  pass.state.head = commits[0]?.sha ?? pass.head;
  pass.state.deep = deepOf(pass);
}

/** At least a page, however old: also what rests has a newest commit. */
async function* readWindow(
  pass: RepositoryPass,
): AsyncGenerator<
  Observation,
  { commits: BareCommit[]; results: ReadResult<BareCommit>[] }
> {
  const start = new Date(Date.now() - pass.history.windowMs).toISOString();
  const results: ReadResult<BareCommit>[] = [];
  let after: string | undefined;
  do {
    const page = await askHistory(pass, after);
    results.push(...page.results);
    const last = itemsOf(page.results).pop()?.committedAt ?? '';
    after = last >= start ? page.after : undefined;
    yield { type: 'alive' };
  } while (after && results.length < pass.history.commits);
  const commits = itemsOf(results)
    .slice(0, pass.history.commits)
    .filter((commit, index) => index < PAGE || commit.committedAt >= start);
  return { commits, results };
}

function* tellCommits(
  pass: RepositoryPass,
  commits: readonly BareCommit[],
  touched: ReadonlyMap<string, ReadonlySet<string>>,
  checks: KnownChecks,
): Generator<Observation> {
  const whole = pass.interest.paths.includes('') ? [''] : [];
  const paths = mergePaths(commits, touched);
  const items = commits.map(
    (commit): CommitItem => ({
      ...withChecks(pass, commit, checks),
      paths: [...whole, ...(paths.get(commit.sha) ?? [])].sort(),
      onDefaultBranch: true,
    }),
  );
  items.forEach(item => pass.memory.commits.set(item.key, toldOf(item)));
  pass.state.unsettled = [
    ...new Set([...unsettledOf(items), ...(pass.state.unsettled ?? [])]),
  ];
  yield* tellItems(scopeOf(pass.name.identity, 'commits'), items);
}

function checksOf(newest: readonly BareCommit[]): KnownChecks {
  return new Map(newest.map(({ key, checks }) => [key, checks]));
}

/** Those of older commits stay as they were told. */
function withChecks(
  pass: RepositoryPass,
  commit: BareCommit,
  known: KnownChecks,
): BareCommit {
  const { url, ...rest } = commit;
  const checks = known.has(commit.key)
    ? known.get(commit.key)
    : pass.memory.commits.get(commit.key)?.checks;
  // In the order of a commit that was read with its checks.
  return { ...rest, ...(checks ? { checks } : {}), ...(url ? { url } : {}) };
}
