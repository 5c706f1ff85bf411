import type { VersionRule } from '../versions/VersionRule';
import type { TargetEdit } from './VersionEdits';

/** Names a branch of a repository. */
export function repositoryKey({
  repository,
  branch,
}: Pick<VersionRule, 'repository' | 'branch'>): string {
  return `${repository} ${branch ?? ''}`;
}

/** Edits by the repository and branch that they are of, in their order. */
export function byRepository(edits: readonly TargetEdit[]): TargetEdit[][] {
  const groups = new Map<string, TargetEdit[]>();
  for (const edit of edits) {
    const key = repositoryKey(edit.rule);
    groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  return [...groups.values()];
}
