import type { GateVerdict } from '@throughline/plugin-delivery-common';
import type { FreezeWindow } from './FreezeWindow';
import type { GateFacts } from './Gate';
import { notFrozen } from './notFrozen';

/**
 * What freezes say of the environments that something acts on. What belongs to no environment, as a pipeline, is held up
 * by the freeze of the fleet alone.
 */
export function judgeFreezes(
  resources: readonly { environment?: string }[],
  {
    windows,
    fleetFreeze,
    ...facts
  }: Pick<GateFacts, 'fleetFreeze' | 'requester' | 'now'> & {
    windows: readonly FreezeWindow[];
  },
): GateVerdict[] {
  const gate = notFrozen(windows);
  const environments = new Set(
    resources.flatMap(({ environment }) => environment ?? []),
  );
  return [...(environments.size > 0 ? environments : [''])].map(environment =>
    gate.judge({
      ...facts,
      environment,
      ...(fleetFreeze ? { fleetFreeze } : {}),
      vitals: [],
      approvals: [],
    }),
  );
}
