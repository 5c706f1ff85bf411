import {
  fingerprint,
  tellItems,
  tellMalformed,
  type CommitItem,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { collectRevisions } from './collectRevisions';
import { placeCommits, readCommits } from './readCommits';
import { readChecks } from './readChecks';
import { readOnBranch } from './readOnBranch';
import { scopeOf, type RepositoryPass } from './RepositoryPass';

const PAGE = 50;
/** More new commits than this are read like a first look. */
const MAX_NEW_PAGES = 5;
/** So many commits that were told before the last restart are read again in one look. */
const MAX_READ = 10;

/** Stands for all that the deep history of a repository depends on. */
function deepOf({ interest, history }: RepositoryPass): string {
  return fingerprint([interest.paths, history]);
}

/**
 * Tells the commits of the default branch that came since the last look, those that something refers to, and those
 * whose checks went on. The whole window is told at first, where other folders became of interest, and where the branch
 * was rewritten.
 *
 * @param isThorough - whether the checks of the head are asked for, whatever else changed
 */
export async function* collectCommits(
  pass: RepositoryPass,
  isThorough: boolean,
): AsyncGenerator<Observation> {
  const { head, state } = pass;
  if (!head) {
    return;
  }
  const leadsOn =
    state.head !== undefined &&
    state.deep === deepOf(pass) &&
    (yield* tellNew(pass, state.head, head));
  if (!leadsOn) {
    yield* tellWindow(pass, head);
    return;
  }
  yield* collectRevisions(pass);
  yield* retellChecked(pass, isThorough ? [head] : []);
}

/** @returns false where they do not lead on from what was told */
async function* tellNew(
  pass: RepositoryPass,
  from: string,
  to: string,
): AsyncGenerator<Observation, boolean> {
  if (from === to) {
    return true;
  }
  const lost = await readCommits(pass, from, { without: to, maxPages: 1 });
  if (!lost || lost.results.length > 0) {
    return false;
  }
  const found = await readCommits(pass, to, {
    without: from,
    maxPages: MAX_NEW_PAGES,
  });
  if (!found?.whole) {
    return false;
  }
  const scope = scopeOf(pass, 'commits');
  yield* tellItems(scope, await placeCommits(pass, found.commits, true));
  yield* tellMalformed(scope, found.results);
  pass.state.head = to;
  return true;
}

/** At least a page, however old: also what rests has a newest commit. */
async function* tellWindow(
  pass: RepositoryPass,
  head: string,
): AsyncGenerator<Observation> {
  const { commits: most, windowMs } = pass.history;
  const start = new Date(Date.now() - windowMs).toISOString();
  const found = await readCommits(pass, head, {
    maxPages: Math.ceil(most / PAGE),
    until: start,
  });
  yield { type: 'alive' };
  const commits = (found?.commits ?? [])
    .slice(0, most)
    .filter(({ commit }, index) => index < PAGE || commit.committedAt >= start);
  const items = await placeCommits(pass, commits, true);
  const scope = scopeOf(pass, 'commits');
  yield { type: 'listing', scope };
  yield* tellItems(scope, items);
  yield* tellMalformed(scope, found?.results ?? []);
  pass.state.revisions = [];
  yield* collectRevisions(pass);
  yield { type: 'listed', scope };
  pass.state.head = head;
  pass.state.deep = deepOf(pass);
}

/** Tells those commits again whose runs changed, or that are named, where that changed what is to be said of them. */
async function* retellChecked(
  pass: RepositoryPass,
  named: readonly string[],
): AsyncGenerator<Observation> {
  const wanted = [...new Set([...named, ...pass.changed])].map(sha => ({
    sha,
    known: pass.memory.commits.get(`${pass.identity}@${sha}`),
  }));
  const items = await readAgain(
    pass,
    wanted.filter(({ known }) => !known).map(({ sha }) => sha),
  );
  for (const { sha, known } of wanted) {
    const checks = known && (await readChecks(pass, sha));
    if (known && JSON.stringify(checks) !== JSON.stringify(known.checks)) {
      const { checks: _, ...rest } = known;
      const item = { ...rest, ...(checks ? { checks } : {}) };
      pass.memory.commits.set(item.key, item);
      items.push(item);
    }
  }
  yield* tellItems(scopeOf(pass, 'commits'), items);
}

/** Those of the newest commits of the default branch that were told before the last restart. */
async function readAgain(
  pass: RepositoryPass,
  shas: readonly string[],
): Promise<CommitItem[]> {
  if (shas.length === 0) {
    return [];
  }
  const page = await readCommits(pass, pass.head!, { maxPages: 1 });
  const recent = (page?.commits ?? []).filter(({ sha }) => shas.includes(sha));
  const items: CommitItem[] = [];
  for (const { sha } of recent.slice(0, MAX_READ)) {
    items.push(...(await readOnBranch(pass, sha)));
  }
  return items;
}
