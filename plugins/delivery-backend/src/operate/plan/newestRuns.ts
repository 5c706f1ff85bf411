import type { RunItem } from '@throughline/plugin-delivery-node';
import type { Stored } from '../../store';

/**
 * Of a commit's runs the newest of each pipeline: what failed and was run again with success has succeeded, also where
 * that is another run and no attempt of the first. What runs for a tag says nothing of what ran for the branch.
 *
 * @param runs - in any order
 */
export function newestRuns(
  runs: readonly Stored<RunItem>[],
  sha: string,
): RunItem[] {
  const newest = new Map<string, RunItem>();
  for (const { sourceId, item } of runs) {
    if (item.sha !== sha) {
      continue;
    }
    const { repository, pipeline, definition, branch } = item;
    const key = JSON.stringify([
      sourceId,
      repository,
      pipeline,
      definition,
      branch,
    ]);
    const known = newest.get(key);
    if (!known || isLater(item, known)) {
      newest.set(key, item);
    }
  }
  return [...newest.values()];
}

function isLater(one: RunItem, other: RunItem): boolean {
  return Date.parse(one.createdAt) > Date.parse(other.createdAt);
}
