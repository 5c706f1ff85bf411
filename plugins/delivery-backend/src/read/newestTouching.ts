import type { CommitItem } from '@throughline/plugin-delivery-node';
import { timeOf, type Tristate } from './CommitGraph';

/** The newest commit that a revision builds on and that touches something, as far as it can be told. */
export type Touching =
  | { state: 'found'; commit: CommitItem }
  /** All is known, and nothing touches it. */
  | { state: 'none' }
  | {
      state: 'unknown';
      /** What is hidden is not newer than this time, in milliseconds. */
      notAfter: number;
      /** The commit that is not known, where that is the reason. */
      missing?: string;
    };

/**
 * Walks back from a revision, newest first as Git does, to the first commit that touches something. It answers only
 * where no commit on the way is missing: behind a cut there may be a newer one.
 */
export function newestTouching(
  get: (sha: string) => CommitItem | undefined,
  revision: string,
  touch: (commit: CommitItem) => Tristate,
): Touching {
  const first = get(revision);
  if (!first) {
    return {
      state: 'unknown',
      notAfter: Number.POSITIVE_INFINITY,
      missing: revision,
    };
  }
  const open = [first];
  const seen = new Set([revision]);
  while (open.length > 0) {
    const commit = open.splice(indexOfNewest(open), 1)[0];
    const touches = touch(commit);
    if (touches === 'yes') {
      return { state: 'found', commit };
    }
    const notAfter = timeOf(commit);
    if (touches === 'unknown') {
      return { state: 'unknown', notAfter };
    }
    for (const sha of commit.parents) {
      const parent = get(sha);
      if (!parent) {
        return { state: 'unknown', notAfter, missing: sha };
      }
      if (!seen.has(sha)) {
        seen.add(sha);
        open.push(parent);
      }
    }
  }
  return { state: 'none' };
}

function indexOfNewest(commits: readonly CommitItem[]): number {
  let newest = 0;
  commits.forEach((commit, index) => {
    if (timeOf(commit) > timeOf(commits[newest])) {
      newest = index;
    }
  });
  return newest;
}
