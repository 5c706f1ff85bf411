import type { OperationStep } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { mapPhase } from '../mapping/operation';

const Hook = z.object({
  hookType: z.string().min(1),
  hookPhase: z.string().nullish(),
  kind: z.string().min(1),
  name: z.string().min(1),
  message: z.string().nullish(),
});

const STATES = {
  queued: 'pending',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
} as const;

/**
 * The hooks of a sync as steps, in Argo CD's order. What is no hook is told by the sync itself.
 *
 * @param results - what became of each resource; one that cannot be read costs its own step only
 */
export function hookSteps(results: readonly unknown[]): OperationStep[] {
  return results.flatMap(each => {
    const { data } = Hook.safeParse(each);
    if (!data) {
      return [];
    }
    const { hookType, kind, name, hookPhase } = data;
    const phase = mapPhase(hookPhase ?? undefined);
    const message = cleanMessage(data.message ?? '');
    return [
      {
        name: cleanMessage(`${hookType} hook ${kind} ${name}`, 200),
        ...(phase === 'unknown'
          ? {
              // A word that is not known is not the end of it.
              state: 'running' as const,
              message: `Argo CD calls it '${cleanMessage(
                hookPhase ?? 'nothing',
                40,
              )}', which is not known here`,
            }
          : { state: STATES[phase], ...(message ? { message } : {}) }),
      },
    ];
  });
}
