import type { TargetEdit } from './VersionEdits';

/** Edits by the repository and branch that they are of, in their order. */
export function byRepository(edits: readonly TargetEdit[]): TargetEdit[][] {
  const groups = new Map<string, TargetEdit[]>();
  for (const edit of edits) {
    const key = JSON.stringify([edit.rule.repository, edit.rule.branch]);
    groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  return [...groups.values()];
}
