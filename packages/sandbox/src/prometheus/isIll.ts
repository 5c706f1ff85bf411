import type { ClusterStore } from '../kubernetes/ClusterStore';
import { DEPLOYMENTS, ROLLOUTS } from '../kubernetes/resources';
import type { StageSpec } from '../world';

/** Whether the pods of a service in a place are not all ready, or are not there. */
export function isIll(
  clusters: ReadonlyMap<string, ClusterStore>,
  service: string,
  stage: StageSpec,
): boolean {
  const store = clusters.get(stage.cluster);
  const workload =
    store?.get(DEPLOYMENTS, stage.namespace, service) ??
    store?.get(ROLLOUTS, stage.namespace, service);
  const { replicas } = (workload?.spec ?? {}) as { replicas?: number };
  const { readyReplicas = 0 } = (workload?.status ?? {}) as {
    readyReplicas?: number;
  };
  return workload !== undefined && readyReplicas < (replicas ?? 1);
}
