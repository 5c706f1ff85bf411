import {
  tellItems,
  type CommitItem,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readChecks } from './readChecks';
import { placeCommits, readCommits } from './readCommits';
import { readOnBranch } from './readOnBranch';
import { scopeOf, type RepositoryPass } from './RepositoryPass';

const MAX_PAGES = 4;
/** A commit that is not there may be pushed later. */
const ASK_AGAIN_MS = 3_600_000;
const REMEMBERED_DIGITS = 10;

/**
 * Tells the commits that something refers to, such as a hotfix: with those between it and the default branch, or alone
 * where it lies on the default branch.
 */
export async function* collectRevisions(
  pass: RepositoryPass,
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
  pass: RepositoryPass,
  sha: string,
): Promise<CommitItem[]> {
  const found = await readCommits(pass, sha, {
    without: pass.head,
    maxPages: MAX_PAGES,
  });
  if (!found) {
    return [];
  }
  if (found.commits.length > 0) {
    return placeCommits(pass, found.commits, false);
  }
  return readOnBranch(pass, sha);
}

/** Checks that were told stay; of an older commit they were not asked for. */
async function withChecks(
  pass: RepositoryPass,
  known: CommitItem,
): Promise<CommitItem> {
  const checks = known.checks ?? (await readChecks(pass, known.sha));
  const item = { ...known, ...(checks ? { checks } : {}) };
  pass.memory.commits.set(item.key, item);
  return item;
}
