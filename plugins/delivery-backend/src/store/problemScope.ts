/**
 * Whether a problem with a scope concerns another one: itself, or whatever is below where it ends in a slash.
 */
export function concernsScope(problem: string, scope: string): boolean {
  return problem.endsWith('/') ? scope.startsWith(problem) : scope === problem;
}
