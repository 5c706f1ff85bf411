import { nameSuffix, uuid } from '../../kubernetes/hash';
import { at, timestamp } from '../../kubernetes/json';
import { apiVersionOf, PODS } from '../../kubernetes/resources';
import type {
  JsonObject,
  KubeObject,
  OwnerReference,
} from '../../kubernetes/types';
import { containerStatus, type PodStage } from './containerStatus';
import type { PodTemplate, WorkloadContext } from './types';

export type { PodStage };

const NODES = 6;

/** The reference by which an object is owned by its controller. */
export function ownedBy(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Whether an object is owned by another. */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    reference => reference.uid === owner.metadata.uid,
  );
}

/** The pods that an object owns. */
export function podsOf(
  context: WorkloadContext,
  owner: KubeObject,
): KubeObject[] {
  return context.store
    .list(PODS, owner.metadata.namespace)
    .filter(pod => isOwnedBy(pod, owner));
}

function firstStatus(pod: KubeObject): unknown {
  const statuses = at(pod, ['status', 'containerStatuses']);
  return Array.isArray(statuses) ? statuses[0] : undefined;
}

/** Reads from a pod's status how far it is. */
export function stageOf(pod: KubeObject): PodStage {
  const status = firstStatus(pod);
  switch (at(status, ['state', 'waiting', 'reason'])) {
    case 'ErrImagePull':
      return 'pullError';
    case 'ImagePullBackOff':
      return 'pullBackOff';
    case 'CrashLoopBackOff':
      return 'backOff';
    default:
  }
  switch (at(status, ['state', 'terminated', 'reason'])) {
    case 'Error':
      return 'crashed';
    case 'Completed':
      return 'completed';
    default:
  }
  if (at(status, ['state', 'running']) === undefined) {
    return 'creating';
  }
  return at(status, ['ready']) === true ? 'ready' : 'starting';
}

/** How often the containers of a pod have been restarted. */
export function restartsOf(pod: KubeObject): number {
  const count = at(firstStatus(pod), ['restartCount']);
  return typeof count === 'number' ? count : 0;
}

function phaseOf(stage: PodStage): string {
  if (['creating', 'pullError', 'pullBackOff'].includes(stage)) {
    return 'Pending';
  }
  return stage === 'completed' ? 'Succeeded' : 'Running';
}

function condition(
  pod: KubeObject,
  type: string,
  holds: boolean,
  now: string,
  reason?: string,
): JsonObject {
  const conditions = at(pod, ['status', 'conditions']);
  const before = (Array.isArray(conditions) ? conditions : []).find(
    candidate => candidate.type === type,
  );
  const status = holds ? 'True' : 'False';
  return {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime:
      before?.status === status ? before.lastTransitionTime : now,
    ...(holds || !reason ? {} : { reason }),
  };
}

/** A pod with the status of a stage. */
export function withStage(
  context: WorkloadContext,
  pod: KubeObject,
  stage: PodStage,
  restartCount = restartsOf(pod),
): KubeObject {
  const now = timestamp(context.now());
  const ready = stage === 'ready';
  const notReady =
    stage === 'completed' ? 'PodCompleted' : 'ContainersNotReady';
  const { containers } = (pod.spec ?? {}) as unknown as PodTemplate['spec'];
  const number = parseInt(uuid(pod.metadata.uid ?? '').slice(0, 6), 16);
  return {
    ...pod,
    status: {
      phase: phaseOf(stage),
      conditions: [
        condition(pod, 'PodReadyToStartContainers', true, now),
        condition(pod, 'Initialized', true, now),
        condition(pod, 'Ready', ready, now, notReady),
        condition(pod, 'ContainersReady', ready, now, notReady),
        condition(pod, 'PodScheduled', true, now),
      ],
      hostIP: `10.0.0.${10 + (number % NODES)}`,
      podIP: `10.244.${number % NODES}.${2 + (number % 250)}`,
      startTime: at(pod, ['status', 'startTime']) ?? now,
      containerStatuses: containers.map(container =>
        containerStatus(context, pod, container, { stage, restartCount, now }),
      ),
      qosClass: 'Burstable',
    },
  };
}

/** Makes a pod of an owner; it is still creating its containers. */
export function createPod(
  context: WorkloadContext,
  owner: KubeObject,
  template: PodTemplate,
  options: { name: string; labels?: Record<string, string> },
): KubeObject {
  const uid = uuid(
    `${owner.metadata.uid}/${options.name}/${context.store.resourceVersion}`,
  );
  const pod: KubeObject = {
    apiVersion: apiVersionOf(PODS),
    kind: PODS.kind,
    metadata: {
      name: options.name,
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace,
      uid,
      labels: { ...template.metadata?.labels, ...options.labels },
      ...(template.metadata?.annotations
        ? { annotations: template.metadata.annotations }
        : {}),
      ownerReferences: [ownedBy(owner)],
    },
    spec: {
      restartPolicy: 'Always',
      serviceAccountName: 'default',
      ...template.spec,
      nodeName: `node-${1 + (parseInt(uid.slice(0, 4), 16) % NODES)}`,
    },
  };
  return context.store.create(
    PODS,
    withStage(context, pod, 'creating'),
    context.now(),
  );
}

/** A name for a further pod of an owner that no pod has yet. */
export function podName(
  owner: KubeObject,
  existing: readonly KubeObject[],
): string {
  const taken = new Set(existing.map(pod => pod.metadata.name));
  for (let number = 0; ; number++) {
    const name = `${owner.metadata.name}-${nameSuffix(
      `${owner.metadata.uid}/${number}`,
      5,
    )}`;
    if (!taken.has(name)) {
      return name;
    }
  }
}
