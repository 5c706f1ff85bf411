import type { OperationRecord } from './records';

/** Names what others have asked for on the same targets and what has not ended: one at a time acts on each. */
export function othersWarnings(others: readonly OperationRecord[]): string[] {
  return others.map(({ actor, type, state, order, requestedAt }) => {
    const what = order.to ? `${type} to ${order.to}` : type;
    const asked = `${actor} asked for ${what} here at ${requestedAt}`;
    return state === 'waiting'
      ? `${asked}, and it waits for its gates.`
      : `${asked}, and it has not ended: this waits for its turn.`;
  });
}
