import type { ChangeView } from '@throughline/plugin-delivery-common';

/**
 * Which environments each change is the newest of: the first one down the list, which is newest first, that runs
 * there.
 */
export function newestHere(
  changes: readonly ChangeView[],
): Map<string, ReadonlySet<string>> {
  const taken = new Set<string>();
  const result = new Map<string, ReadonlySet<string>>();
  for (const { commit, reach } of changes) {
    const newest = reach
      .filter(({ state, environment }) => {
        return state === 'here' && !taken.has(environment);
      })
      .map(({ environment }) => environment);
    newest.forEach(environment => taken.add(environment));
    result.set(commit.sha, new Set(newest));
  }
  return result;
}
