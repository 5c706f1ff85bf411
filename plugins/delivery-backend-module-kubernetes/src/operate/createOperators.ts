import type { KubernetesClient } from '@throughline/plugin-delivery-kubernetes-node';
import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { abortOperation } from './abortRollout';
import { promoteOperation } from './promoteRollout';
import { restartOperation } from './restart';

/**
 * What a cluster can be asked to do to its workloads. Whatever would fight Git – scaling, undoing a rollout, another image
 * – is not among it.
 */
export function createOperators(
  connect: () => KubernetesClient,
): SourceOperation[] {
  return [
    restartOperation(connect),
    promoteOperation(connect),
    abortOperation(connect),
  ];
}
