import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { CommitGraph } from './CommitGraph';

/**
 * The changes of a branch, newest first: the commits of its own line that touch one of the folders, where a merge
 * counts as touching what it brings in.
 */
export function changesOfMainline(
  graph: CommitGraph,
  head: string,
  folders: readonly string[],
  limit: number,
): CommitItem[] {
  const line = graph.firstParents(head, limit);
  if (folders.includes('')) {
    return line;
  }
  const seen = new Set<string>();
  const changes: CommitItem[] = [];
  for (const commit of [...line].reverse()) {
    let touched = touches(commit, folders);
    seen.add(commit.sha);
    const stack = commit.parents.slice(1);
    for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
      const side = seen.has(sha) ? undefined : graph.get(sha);
      if (side) {
        seen.add(sha);
        touched ||= touches(side, folders);
        stack.push(...side.parents);
      }
    }
    if (touched) {
      changes.push(commit);
    }
  }
  return changes.reverse();
}

/** Whether a commit touches one of the folders, as far as its source tells. */
export function touches(
  commit: CommitItem,
  folders: readonly string[],
): boolean {
  return (
    folders.includes('') ||
    commit.paths.some(
      path =>
        path !== '' &&
        folders.some(
          folder =>
            path === folder ||
            path.startsWith(`${folder}/`) ||
            folder.startsWith(`${path}/`),
        ),
    )
  );
}

/** A merge brings others' commits and is not one itself. */
export function isMerge(commit: CommitItem): boolean {
  return commit.parents.length > 1;
}
