import type { ClusterStore } from '../kubernetes/ClusterStore';
import { DEPLOYMENTS, ROLLOUTS } from '../kubernetes/resources';
import type { StageSpec } from '../world';

interface WorkloadStatus {
  readyReplicas?: number;
  conditions?: { type: string; status: string }[];
}

/** Whether a service is in trouble in a place: fewer pods are ready than there should be, or its rollout is stuck. */
export function isIll(
  clusters: ReadonlyMap<string, Pick<ClusterStore, 'get'>>,
  service: string,
  stage: StageSpec,
): boolean {
  const store = clusters.get(stage.cluster);
  const workload =
    store?.get(DEPLOYMENTS, stage.namespace, service) ??
    store?.get(ROLLOUTS, stage.namespace, service);
  if (!workload) {
    return false;
  }
  const { replicas = 1 } = (workload.spec ?? {}) as { replicas?: number };
  const { readyReplicas = 0, conditions = [] } = (workload.status ??
    {}) as WorkloadStatus;
  return (
    readyReplicas < replicas ||
    conditions.some(
      ({ type, status }) => type === 'Progressing' && status === 'False',
    )
  );
}
