import type { OperationProgress, TargetProgress } from '../records';

/** "2 new, 1 failed, 3 old". */
export function summarizeVersions({
  targets,
}: OperationProgress): string | undefined {
  if (targets.length === 1) {
    return targets[0].message;
  }
  const count = (states: readonly TargetProgress['state'][]) =>
    targets.filter(({ state }) => states.includes(state)).length;
  const words = [
    [count(['succeeded']), 'new'],
    [count(['running']), 'under way'],
    [count(['failed', 'unknown']), 'failed'],
    [count(['pending', 'cancelled']), 'old'],
  ] as const;
  const failed = targets.find(
    ({ state }) => state === 'failed' || state === 'unknown',
  );
  const counts = words
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
  return failed?.message
    ? `${counts}; ${failed.name}: ${failed.message}`
    : counts;
}
