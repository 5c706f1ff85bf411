import type { TargetOperation } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { conditionOf, wordsOf } from '../objects/base';
import type { ApplierFacts } from '../objects/facts';

/**
 * What Flux is doing or was asked to do. It remembers no operation that is over: how the last one went is health's to
 * say. A request that was made while suspended is refused, not queued.
 */
export function mapOperation(
  applier: ApplierFacts,
): TargetOperation | undefined {
  if (applier.suspended) {
    return undefined;
  }
  const reconciling = conditionOf(applier, 'Reconciling');
  if (reconciling?.status === 'True') {
    return {
      type: 'reconcile',
      status: 'running',
      ...(reconciling.reason && { raw: reconciling.reason }),
      message: cleanMessage(wordsOf(reconciling)),
    };
  }
  return applier.requestedAt && applier.requestedAt !== applier.handledAt
    ? { type: 'reconcile', status: 'queued' }
    : undefined;
}
