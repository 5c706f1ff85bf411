import {
  fingerprint,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { LogCommit } from '../history/LogParser';
import { collectRevisions } from './collectRevisions';
import { scopeOf, tellCommits, type RepositoryPass } from './RepositoryPass';

/** What rests has a newest commit as well, however old. */
const RESTING_COMMITS = 5;
const MAX_RESTING_PATHS = 200;
/** After so many times the first commits, those that are too old are dropped. */
const MAX_GROWTH = 3;

/** Stands for all that the whole history of a repository was told for. */
export function deepOf(
  pass: Pick<RepositoryPass, 'interest' | 'commits'>,
): string {
  return fingerprint([pass.interest.paths, pass.commits]);
}

/** Tells the commits: what came since the last time where that is known, else the newest ones all over. */
export async function* collectCommits(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const { mirror, state, refs } = pass;
  const { head } = state;
  const canResume =
    refs.head !== undefined &&
    head !== '' &&
    state.deep === deepOf(pass) &&
    state.told < pass.commits * MAX_GROWTH &&
    (await mirror.existing([head])).has(head);
  if (canResume) {
    yield* collectNew(pass, head, refs.head!);
    yield* collectRevisions(pass, new Set());
  } else {
    yield* collectAll(pass);
  }
}

/** Between two heads lies what came, and after a forced push also what went. */
async function* collectNew(
  pass: RepositoryPass,
  before: string,
  head: string,
): AsyncGenerator<Observation> {
  if (before === head) {
    return;
  }
  const { mirror, paths, state, commits: limit } = pass;
  const came = await mirror.log(
    { from: [head], without: [before], limit: limit + 1 },
    paths,
  );
  if (came.length > limit) {
    yield* collectAll(pass);
    return;
  }
  const went = await mirror.log(
    { from: [before], without: [head], limit },
    paths,
  );
  yield* tellCommits(pass, came, true);
  yield* tellCommits(pass, went, false);
  state.head = head;
  state.told += came.length;
}

/** Tells the newest commits, those of paths that rest, and what something refers to; and drops all others. */
async function* collectAll(pass: RepositoryPass): AsyncGenerator<Observation> {
  const { interest, mirror, paths, refs, state } = pass;
  const scope = scopeOf(interest.repository, 'commits');
  const from = refs.head ? [refs.head] : [];
  const commits = await mirror.log({ from, limit: pass.commits }, paths);
  const resting =
    commits.length < pass.commits ? [] : await readResting(pass, commits);
  yield { type: 'listing', scope };
  yield* tellCommits(pass, [...commits, ...resting], true);
  state.revisions = [];
  yield* collectRevisions(
    pass,
    new Set([...commits, ...resting].map(({ sha }) => sha)),
  );
  yield { type: 'listed', scope };
  state.head = refs.head ?? '';
  state.deep = deepOf(pass);
  state.told = 0;
}

/** The newest commits of those paths that none of the newest commits touches. */
async function readResting(
  pass: RepositoryPass,
  newest: readonly LogCommit[],
): Promise<LogCommit[]> {
  const { interest, mirror, paths, refs } = pass;
  const touched = new Set(newest.flatMap(commit => commit.paths));
  const resting = new Map<string, LogCommit>();
  const open = interest.paths.filter(path => !touched.has(path));
  for (const path of open.slice(0, MAX_RESTING_PATHS)) {
    const found = await mirror.log(
      { from: refs.head ? [refs.head] : [], limit: RESTING_COMMITS, path },
      paths,
    );
    found.forEach(commit => resting.set(commit.sha, commit));
  }
  return [...resting.values()];
}
