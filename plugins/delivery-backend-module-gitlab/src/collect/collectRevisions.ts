import {
  readItems,
  tellItems,
  touchedPaths,
  type CommitItem,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readCommit } from '../map/readCommit';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';
import { readChecks } from './readChecks';
import { placeCommits, readRange } from './readRange';
import { readFiles } from './readTouched';

const MAX_PAGES = 3;
/** A commit that is not there may be pushed later. */
const ASK_AGAIN_MS = 3_600_000;
const REMEMBERED_DIGITS = 10;

/**
 * Tells the commits that something refers to, such as a hotfix: with those between it and the default branch, or alone
 * where it lies on the default branch.
 */
export async function* collectRevisions(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const asked = new Set(pass.state.revisions ?? []);
  const { missing, commits } = pass.memory;
  for (const sha of pass.interest.revisions) {
    const key = `${pass.identity}@${sha}`;
    const isOpen =
      /^[0-9a-f]{40}$/.test(sha) &&
      !asked.has(sha.slice(0, REMEMBERED_DIGITS)) &&
      Date.now() - (missing.get(key) ?? 0) > ASK_AGAIN_MS;
    if (!isOpen) {
      continue;
    }
    const known = commits.get(key);
    const items = known
      ? [await withChecks(pass, known)]
      : await readRevision(pass, sha);
    if (items.length === 0) {
      missing.set(key, Date.now());
      continue;
    }
    yield* tellItems(scopeOf(pass, 'commits'), items);
    asked.add(sha.slice(0, REMEMBERED_DIGITS));
  }
  const wanted = new Set(
    pass.interest.revisions.map(sha => sha.slice(0, REMEMBERED_DIGITS)),
  );
  pass.state.revisions = [...asked].filter(one => wanted.has(one)).sort();
}

async function readRevision(
  pass: ProjectPass,
  sha: string,
): Promise<CommitItem[]> {
  const range = `${pass.head}..${sha}`;
  const found = await readRange(pass, range, MAX_PAGES);
  if (!found) {
    return [];
  }
  if (found.commits.length === 0) {
    const one = await readOne(pass, sha);
    return one ? [one] : [];
  }
  return placeCommits(pass, found.commits, { range, onDefaultBranch: false });
}

/** Checks that were told stay; of an older commit they were not asked for. */
async function withChecks(
  pass: ProjectPass,
  known: CommitItem,
): Promise<CommitItem> {
  const checks = known.checks ?? (await readChecks(pass, known));
  const item = { ...known, ...(checks ? { checks } : {}) };
  pass.memory.commits.set(item.key, item);
  return item;
}

/** One commit of the default branch, with all that is told of a new one: it may have been told before a restart. */
export async function readOne(
  pass: ProjectPass,
  sha: string,
): Promise<CommitItem | undefined> {
  const answer = await pass.client.get(
    'commit',
    projectPath(pass, 'repository', 'commits', sha),
  );
  const [commit] =
    answer.type === 'ok'
      ? readItems([readCommit(pass.identity, answer.json)])
      : [];
  if (!commit) {
    return undefined;
  }
  const { paths } = pass.interest;
  const files = paths.some(path => path !== '')
    ? await readFiles(pass, sha)
    : [];
  const checks = await readChecks(pass, commit);
  const item: CommitItem = {
    ...commit,
    paths: touchedPaths(files, paths).sort(),
    onDefaultBranch: true,
    ...(checks ? { checks } : {}),
  };
  pass.memory.commits.set(item.key, item);
  return item;
}
