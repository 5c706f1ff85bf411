import type { KubernetesClient } from '@throughline/plugin-delivery-kubernetes-node';
import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { requestOperation } from './request';
import { suspensionOperation } from './suspension';

/** What Flux in a cluster can be asked to do. */
export function createOperators(
  connect: () => KubernetesClient,
  options: { sourceWaitMs?: number } = {},
): SourceOperation[] {
  return [
    requestOperation(connect, 'reconcile', options),
    suspensionOperation(connect, 'suspend'),
    suspensionOperation(connect, 'resume'),
    requestOperation(connect, 'force'),
  ];
}
