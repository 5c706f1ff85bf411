import {
  isTerminalOperation,
  type OperationView,
} from '@throughline/plugin-delivery-common';

/** How long the result of an operation stays above the lanes. */
export const RECENT_MS = 10 * 60_000;

function isRecent({ finishedAt }: OperationView, now: number): boolean {
  const at = finishedAt === undefined ? NaN : Date.parse(finishedAt);
  return now - at < RECENT_MS;
}

/** Those that have not ended, then those that ended within the last minutes; of each the newest first. */
export function recentOperations(
  operations: readonly OperationView[],
  now: number,
): OperationView[] {
  const newestFirst = [...operations].sort(
    (a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt),
  );
  const isOpen = ({ state }: OperationView) => !isTerminalOperation(state);
  return [
    ...newestFirst.filter(isOpen),
    ...newestFirst.filter(each => !isOpen(each) && isRecent(each, now)),
  ];
}
