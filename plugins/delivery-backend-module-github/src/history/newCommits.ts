import { reachable, type GraphCommit } from '@throughline/plugin-delivery-node';

/** What the pages of a history that were read so far tell. */
export type NewCommits<T> =
  /** Complete: these are the commits that the old head cannot reach. */
  | { type: 'complete'; commits: T[] }
  /** A further page is needed. */
  | { type: 'incomplete' };

/**
 * Finds the commits that came since `oldHead`. A history is in the order of dates, so that a branch merged lately puts
 * old commits behind the old head: all lines of descent are followed until they meet what the old head reaches.
 *
 * @param page - a beginning of the new head's history, newest first
 */
export function newCommits<T extends GraphCommit>(
  page: readonly T[],
  oldHead: string,
): NewCommits<T> {
  const bySha = new Map(page.map(commit => [commit.sha, commit]));
  if (!bySha.has(oldHead)) {
    return { type: 'incomplete' };
  }
  const known = reachable([oldHead], bySha);
  const fresh = page.filter(commit => !known.has(commit.sha));
  const open = fresh.some(commit =>
    commit.parents.some(parent => !bySha.has(parent) && !known.has(parent)),
  );
  return open ? { type: 'incomplete' } : { type: 'complete', commits: fresh };
}
