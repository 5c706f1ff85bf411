/**
 * As much of a commit as its place in the graph needs.
 *
 * @public
 */
export interface GraphCommit {
  sha: string;
  parents: readonly string[];
}

/**
 * Completes which paths each commit touches: a merge touches what it brought in, that is what the commits touch that
 * its first parent cannot reach. A path's own history leaves merges out.
 *
 * @param commits - newest first
 * @param touched - what the commits with one parent touch, by their SHA
 * @public
 */
export function mergePaths(
  commits: readonly GraphCommit[],
  touched: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  const bySha = new Map(commits.map(commit => [commit.sha, commit]));
  const result = new Map<string, Set<string>>();
  for (const commit of commits) {
    const paths = new Set(touched.get(commit.sha) ?? []);
    if (commit.parents.length > 1) {
      broughtBy(commit, bySha).forEach(sha =>
        touched.get(sha)?.forEach(path => paths.add(path)),
      );
    }
    result.set(commit.sha, paths);
  }
  return result;
}

/** Walks from the further parents until what the first parent reaches. */
function broughtBy(
  merge: GraphCommit,
  bySha: ReadonlyMap<string, GraphCommit>,
): Set<string> {
  const mainline = reachable([merge.parents[0]], bySha);
  const brought = new Set<string>();
  const next = merge.parents.slice(1);
  while (next.length > 0) {
    const sha = next.pop()!;
    const commit = bySha.get(sha);
    if (commit && !mainline.has(sha) && !brought.has(sha)) {
      brought.add(sha);
      next.push(...commit.parents);
    }
  }
  return brought;
}

/**
 * All that can be reached from some commits, as far as it is known, and the first step beyond that.
 *
 * @public
 */
export function reachable(
  from: readonly string[],
  bySha: ReadonlyMap<string, GraphCommit>,
): Set<string> {
  const seen = new Set<string>();
  const next = [...from];
  while (next.length > 0) {
    const sha = next.pop()!;
    if (!seen.has(sha)) {
      seen.add(sha);
      next.push(...(bySha.get(sha)?.parents ?? []));
    }
  }
  return seen;
}
