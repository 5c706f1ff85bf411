import type { OperationProgress } from '../records';

/** What came of an operation so far, in one line: of one target its own words, of several how many are where. */
export function summarize({ targets }: OperationProgress): string | undefined {
  if (targets.length === 1) {
    return targets[0].message;
  }
  const counts = new Map<string, number>();
  for (const { state } of targets) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const words = [...counts].map(([state, count]) => `${count} ${state}`);
  const telling = targets.find(
    each =>
      each.message && (each.state === 'failed' || each.state === 'unknown'),
  );
  return [words.join(', '), telling && `${telling.name}: ${telling.message}`]
    .filter(Boolean)
    .join('; ');
}
