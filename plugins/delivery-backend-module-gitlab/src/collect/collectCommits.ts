import { z } from 'zod';
import {
  fingerprint,
  tellItems,
  tellMalformed,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { sha } from '../map/schemas';
import { collectRevisions } from './collectRevisions';
import { leaveToItsPart } from './leaveToItsPart';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';
import { placeCommits, readRange } from './readRange';
import { primeChecks } from './readNewest';
import { retellChecked } from './retellChecked';

const PAGE = 100;
/** More new commits than this are read like a first look. */
const MAX_NEW_PAGES = 5;

const MergeBase = z.object({ id: sha });

/** Stands for all that the deep history of a project depends on. */
function deepOf({ interest, history }: ProjectPass): string {
  return fingerprint([interest.paths, history]);
}

/**
 * Tells the commits of the default branch that came since the last look, those that something refers to, and those
 * whose pipelines went on. The whole window is told at first, where other folders became of interest, and where the
 * branch was rewritten.
 */
export async function* collectCommits(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  if (!pass.head) {
    return;
  }
  const isDeep = pass.state.deep === deepOf(pass) && pass.state.head;
  if (!isDeep || !(yield* tellNew(pass, pass.state.head!, pass.head))) {
    yield* tellWindow(pass, pass.head);
    return;
  }
  yield* collectRevisions(pass);
  yield* retellChecked(pass);
}

/** @returns false where they do not lead on from what was told */
async function* tellNew(
  pass: ProjectPass,
  from: string,
  to: string,
): AsyncGenerator<Observation, boolean> {
  if (from === to) {
    return true;
  }
  if ((await mergeBase(pass, from, to)) !== from) {
    return false;
  }
  const range = `${from}..${to}`;
  const found = await readRange(pass, range, MAX_NEW_PAGES);
  if (!found?.whole) {
    return false;
  }
  const scope = scopeOf(pass, 'commits');
  const items = await placeCommits(pass, found.commits, {
    range,
    onDefaultBranch: true,
  });
  yield* tellItems(scope, items);
  yield* tellMalformed(scope, found.results);
  pass.state.head = to;
  return true;
}

async function mergeBase(
  pass: ProjectPass,
  from: string,
  to: string,
): Promise<string | undefined> {
  const answer = await pass.client.get(
    'merge base',
    projectPath(pass, 'repository', 'merge_base'),
    { 'refs[]': [from, to] },
  );
  return answer.type === 'ok'
    ? MergeBase.safeParse(answer.json).data?.id
    : undefined;
}

/** At least a page, however old: also what rests has a newest commit. */
async function* tellWindow(
  pass: ProjectPass,
  head: string,
): AsyncGenerator<Observation> {
  const { commits: most, windowMs } = pass.history;
  const found = await readRange(pass, head, Math.ceil(most / PAGE));
  yield { type: 'alive' };
  await primeChecks(pass).catch(leaveToItsPart);
  const start = new Date(Date.now() - windowMs).toISOString();
  const commits = (found?.commits ?? [])
    .slice(0, most)
    .filter(({ committedAt }, index) => index < PAGE || committedAt >= start);
  const since = commits.map(({ committedAt }) => committedAt).sort()[0];
  const items = await placeCommits(pass, commits, {
    range: head,
    onDefaultBranch: true,
    since,
  });
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
