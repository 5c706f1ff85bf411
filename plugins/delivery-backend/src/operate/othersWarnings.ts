import type { OperationRecord } from './records';
import { personName } from './personName';

/** Names what others have asked for on the same targets and what has not ended: one at a time acts on each. */
export function othersWarnings(others: readonly OperationRecord[]): string[] {
  return others.map(({ actor, type, state, order, requestedAt }) => {
    const what = order.to ? `${type} to ${order.to}` : type;
    const asked = `${personName(
      actor,
    )} asked for ${what} here at ${requestedAt}`;
    return state === 'waiting'
      ? `${asked}, and it waits for its gates.`
      : `${asked}, and it has not ended: this waits for its turn.`;
  });
}
