import type {
  OperationInput,
  OperationPlan,
} from '@throughline/plugin-delivery-common';

/** Gates that fail refuse what is asked for, but for who may break the glass and says why. */
export function refusalByGates(
  { breakGlass, reason }: OperationInput,
  { gates, mayBreakGlass }: OperationPlan,
): string | undefined {
  if (!breakGlass) {
    return gates.find(({ state }) => state === 'fail')?.reason;
  }
  if (!mayBreakGlass) {
    return 'overriding gates takes the permission delivery.operation.break-glass';
  }
  return reason?.trim() ? undefined : 'overriding gates takes a reason';
}
