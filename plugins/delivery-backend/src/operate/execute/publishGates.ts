import type { GateVerdict } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
} from '@throughline/plugin-delivery-node';
import { writerFor } from '../plan/writerFor';
import type { OperationRecord } from '../records';
import type { ExecuteContext } from './Executor';
import type { VersionMemory, WaveMemory } from './VersionMemory';
import { openPullRequests } from './writeWave';

const STATES = {
  pass: 'success',
  wait: 'pending',
  fail: 'failure',
} as const satisfies Record<GateVerdict['state'], string>;

/**
 * Says at the pull request what gates say, each as a status of its own, so that branch protection can ask for them.
 * Only what has changed is said.
 */
export async function publishGates(
  record: OperationRecord,
  wave: WaveMemory,
  memory: VersionMemory,
  options: {
    sources: readonly DeliverySource[];
    judge: (record: OperationRecord) => Promise<OperationRecord>;
    context: ExecuteContext;
    portalUrl: string;
  },
): Promise<void> {
  const open = openPullRequests(wave);
  if (open.length === 0) {
    return;
  }
  const { progress } = await options.judge(record);
  for (const { gate, state, reason } of progress.gates) {
    const overridden = record.order.breakGlass && state !== 'pass';
    for (const { repository, sha } of open) {
      const key = `${sha} ${gate}`;
      const said = `${state} ${reason}`;
      const writer = writerFor(repository, options.sources);
      if (memory.statuses[key] !== said && 'head' in writer) {
        try {
          await writer.pullRequests?.setStatus(
            {
              repository,
              sha,
              context: `delivery/${gate}`,
              state: overridden ? 'success' : STATES[state],
              description: overridden ? `overridden: ${reason}` : reason,
              ...(options.portalUrl
                ? {
                    url: `${options.portalUrl}/delivery/operations?text=${record.id}`,
                  }
                : {}),
            },
            options.context,
          );
          memory.statuses[key] = said;
        } catch (error) {
          if (!(error instanceof SourceFailure)) {
            throw error;
          }
          options.context.logger.warn(
            `The gates of ${record.id} could not be told to ${repository}: ${error.message}`,
          );
        }
      }
    }
  }
}
