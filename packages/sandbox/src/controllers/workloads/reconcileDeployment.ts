import { compact, equal } from '../../kubernetes/json';
import { DEPLOYMENTS } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { mergeConditions, type ConditionClaim } from './conditions';
import { countStall, RETRY_SECONDS, stepSeconds } from './pacing';
import {
  ensureReplicaSet,
  replicaSetsOf,
  scaleReplicaSet,
  stepReplicaSet,
  trimHistory,
} from './replicaSets';
import { workloadSpec, type WorkloadContext } from './types';

const LABELS = {
  hash: 'pod-template-hash',
  revision: 'deployment.kubernetes.io/revision',
};

interface Counts {
  desired: number;
  total: number;
  updated: number;
  ready: number;
  old: number;
}

function claims(
  set: KubeObject,
  counts: Counts,
  overdue: boolean,
): ConditionClaim[] {
  const { desired, updated, ready, old, total } = counts;
  const unavailable = Math.floor(desired / 4);
  const available = ready >= desired - unavailable;
  const complete =
    updated === desired && old === 0 && ready === desired && total === desired;
  const name = set.metadata.name;
  const progress = (): Omit<ConditionClaim, 'type'> => {
    if (complete) {
      return {
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${name}" has successfully progressed.`,
      };
    }
    if (overdue) {
      return {
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: `ReplicaSet "${name}" has timed out progressing.`,
      };
    }
    return {
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `ReplicaSet "${name}" is progressing.`,
    };
  };
  return [
    {
      type: 'Available',
      status: available ? 'True' : 'False',
      reason: available
        ? 'MinimumReplicasAvailable'
        : 'MinimumReplicasUnavailable',
      message: available
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
    },
    { type: 'Progressing', ...progress() },
  ];
}

function writeStatus(
  context: WorkloadContext,
  deployment: KubeObject,
  set: KubeObject,
  counts: Counts,
  overdue: boolean,
): void {
  const { desired, total, updated, ready } = counts;
  const some = (count: number) => (count > 0 ? count : undefined);
  const status: JsonObject = compact({
    observedGeneration: deployment.metadata.generation,
    replicas: some(total),
    updatedReplicas: some(updated),
    readyReplicas: some(ready),
    availableReplicas: some(ready),
    unavailableReplicas: some(Math.max(0, Math.max(desired, total) - ready)),
    conditions: mergeConditions(
      deployment,
      claims(set, counts, overdue),
      context.now(),
    ),
  });
  const revision = set.metadata.annotations?.[LABELS.revision] ?? '1';
  const annotated =
    deployment.metadata.annotations?.[LABELS.revision] === revision;
  if (annotated && equal(status, deployment.status)) {
    return;
  }
  context.store.update(DEPLOYMENTS, {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      annotations: {
        ...deployment.metadata.annotations,
        [LABELS.revision]: revision,
      },
    },
    status,
  });
}

/** Rolls a Deployment one step towards its template, as far as surge and availability allow. */
export function reconcileDeployment(
  context: WorkloadContext,
  deployment: KubeObject,
): number | undefined {
  const { name, uid = '' } = deployment.metadata;
  const spec = workloadSpec(deployment);
  const desired = spec.replicas ?? 1;
  const surge = Math.ceil(desired / 4);
  const minimum = desired - Math.floor(desired / 4);

  const newest = ensureReplicaSet(context, deployment, LABELS);
  let current = stepReplicaSet(context, newest, name, { newest: true });
  const olds = replicaSetsOf(context, deployment)
    .filter(set => set.metadata.uid !== newest.metadata.uid)
    .map(set => stepReplicaSet(context, set, name, { newest: false }));
  const count = (pick: (state: (typeof olds)[number]) => number) =>
    olds.reduce((sum, state) => sum + pick(state), 0);
  let oldCount = count(state => state.pods.length);

  const wanted = spec.paused
    ? current.pods.length
    : Math.min(desired, Math.max(0, desired + surge - oldCount));
  current = scaleReplicaSet(context, current, wanted);
  let spare = current.ready + count(state => state.ready) - minimum;
  const settled = olds.map(state => {
    const unready = state.pods.length - state.ready;
    const drop = spec.paused
      ? 0
      : Math.min(state.pods.length, unready + Math.max(0, spare));
    spare -= Math.max(0, drop - unready);
    return drop > 0
      ? scaleReplicaSet(context, state, state.pods.length - drop)
      : state;
  });
  oldCount = settled.reduce((sum, state) => sum + state.pods.length, 0);

  const counts: Counts = {
    desired,
    total: current.pods.length + oldCount,
    updated: current.pods.length,
    ready: current.ready + settled.reduce((sum, state) => sum + state.ready, 0),
    old: oldCount,
  };
  const complete =
    current.ready === desired &&
    current.pods.length === desired &&
    oldCount === 0;
  const overdue = countStall(
    context,
    uid,
    complete
      ? undefined
      : `${current.ready}/${oldCount}/${newest.metadata.name}`,
  );
  writeStatus(context, deployment, current.set, counts, overdue);
  if (complete || spec.paused) {
    trimHistory(
      context,
      deployment,
      settled.map(state => state.set),
      LABELS.revision,
    );
    return undefined;
  }
  return overdue ? RETRY_SECONDS : stepSeconds(context, deployment);
}
