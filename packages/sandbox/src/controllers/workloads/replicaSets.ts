import { nameSuffix, uuid } from '../../kubernetes/hash';
import { equal } from '../../kubernetes/json';
import { apiVersionOf, PODS, REPLICA_SETS } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import { advancePod } from './advancePod';
import {
  createPod,
  isOwnedBy,
  ownedBy,
  podName,
  podsOf,
  stageOf,
} from './pods';
import { recordEvent } from './recordEvent';
import { workloadSpec, type PodTemplate, type WorkloadContext } from './types';

/** A ReplicaSet with its pods, as a step finds or leaves it. */
export interface ReplicaSetState {
  set: KubeObject;
  pods: KubeObject[];
  ready: number;
  moving: boolean;
}

/** The hash that tells one version of a pod template from another. */
export function templateHash(template: PodTemplate): string {
  return nameSuffix(JSON.stringify(template), 10);
}

/** The ReplicaSets of a workload. */
export function replicaSetsOf(
  context: WorkloadContext,
  owner: KubeObject,
): KubeObject[] {
  return context.store
    .list(REPLICA_SETS, owner.metadata.namespace)
    .filter(set => isOwnedBy(set, owner));
}

/** The ReplicaSet of the workload's present template; made where it is missing. */
export function ensureReplicaSet(
  context: WorkloadContext,
  owner: KubeObject,
  labels: { hash: string; revision: string },
): KubeObject {
  const { template, selector } = workloadSpec(owner);
  const hash = templateHash(template);
  const name = `${owner.metadata.name}-${hash}`;
  const sets = replicaSetsOf(context, owner);
  const existing = sets.find(set => set.metadata.name === name);
  const newest = Math.max(
    0,
    ...sets.map(set => Number(set.metadata.annotations?.[labels.revision])),
  );
  if (existing) {
    const revision = existing.metadata.annotations?.[labels.revision];
    return Number(revision) === newest
      ? existing
      : context.store.update(REPLICA_SETS, {
          ...existing,
          metadata: {
            ...existing.metadata,
            annotations: {
              ...existing.metadata.annotations,
              [labels.revision]: String(newest + 1),
            },
          },
        });
  }
  const podLabels = { ...template.metadata?.labels, [labels.hash]: hash };
  return context.store.create(
    REPLICA_SETS,
    {
      apiVersion: apiVersionOf(REPLICA_SETS),
      kind: REPLICA_SETS.kind,
      metadata: {
        name,
        namespace: owner.metadata.namespace,
        uid: uuid(`${owner.metadata.uid}/${hash}`),
        labels: podLabels,
        annotations: { [labels.revision]: String(newest + 1) },
        ownerReferences: [ownedBy(owner)],
      },
      spec: {
        replicas: 0,
        selector: {
          matchLabels: {
            ...(selector?.matchLabels as Record<string, string>),
            [labels.hash]: hash,
          },
        },
        template: {
          ...template,
          metadata: { ...template.metadata, labels: podLabels },
        },
      },
      status: { replicas: 0 },
    },
    context.now(),
  );
}

function writeStatus(
  context: WorkloadContext,
  set: KubeObject,
  pods: readonly KubeObject[],
): KubeObject {
  const ready = pods.filter(pod => stageOf(pod) === 'ready').length;
  const status = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    ...(ready ? { readyReplicas: ready, availableReplicas: ready } : {}),
    observedGeneration: set.metadata.generation,
  };
  return equal(status, set.status)
    ? set
    : context.store.update(REPLICA_SETS, { ...set, status });
}

/** Makes or removes pods until there are as many as wanted; the unready ones go first. */
export function scaleReplicaSet(
  context: WorkloadContext,
  state: ReplicaSetState,
  replicas: number,
): ReplicaSetState {
  const { store } = context;
  let { set } = state;
  if (workloadSpec(set).replicas !== replicas) {
    const before = workloadSpec(set).replicas ?? 0;
    set = store.update(REPLICA_SETS, {
      ...set,
      spec: { ...set.spec, replicas },
    });
    const owner = set.metadata.ownerReferences?.[0];
    recordEvent(
      context,
      { ...set, kind: owner?.kind ?? set.kind } as KubeObject,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${replicas > before ? 'up' : 'down'} replica set ${
        set.metadata.name
      } from ${before} to ${replicas}`,
    );
  }
  const pods = [...state.pods].sort(
    (a, b) => Number(stageOf(b) === 'ready') - Number(stageOf(a) === 'ready'),
  );
  while (pods.length > replicas) {
    const doomed = pods.pop();
    if (doomed) {
      store.delete(PODS, doomed.metadata.namespace, doomed.metadata.name);
    }
  }
  while (pods.length < replicas) {
    pods.push(
      createPod(context, set, workloadSpec(set).template, {
        name: podName(set, pods),
      }),
    );
  }
  const grown = pods.length > state.pods.length;
  return {
    set: writeStatus(context, set, pods),
    pods,
    ready: pods.filter(pod => stageOf(pod) === 'ready').length,
    moving: state.moving || grown,
  };
}

/** Looks at a ReplicaSet and lets its pods go one step further. */
export function stepReplicaSet(
  context: WorkloadContext,
  set: KubeObject,
  workload: string,
  options: { newest: boolean },
): ReplicaSetState {
  // What is wrong with a workload is wrong with its newest version: the old one serves on.
  const scoped: WorkloadContext = options.newest
    ? context
    : { ...context, hasFault: () => false };
  const steps = podsOf(context, set).map(pod =>
    advancePod(scoped, pod, { name: workload }),
  );
  const pods = steps.map(step => step.pod);
  return {
    set: writeStatus(context, set, pods),
    pods,
    ready: pods.filter(pod => stageOf(pod) === 'ready').length,
    moving: steps.some(step => step.moving),
  };
}

/** Removes ReplicaSets without pods beyond the history limit, the oldest first. */
export function trimHistory(
  context: WorkloadContext,
  owner: KubeObject,
  sets: readonly KubeObject[],
  revision: string,
): void {
  const limit = workloadSpec(owner).revisionHistoryLimit ?? 10;
  sets
    .filter(set => !workloadSpec(set).replicas)
    .sort(
      (a, b) =>
        Number(b.metadata.annotations?.[revision]) -
        Number(a.metadata.annotations?.[revision]),
    )
    .slice(limit)
    .forEach(({ metadata }) =>
      context.store.delete(REPLICA_SETS, metadata.namespace, metadata.name),
    );
}
