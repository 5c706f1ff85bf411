import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
import { JOBS, PODS, REPLICA_SETS } from '../../kubernetes/resources';
import type { KubeObject, ResourceDefinition } from '../../kubernetes/types';

const CHILDREN: Record<string, ResourceDefinition[]> = {
  Deployment: [REPLICA_SETS],
  Rollout: [REPLICA_SETS],
  ReplicaSet: [PODS],
  StatefulSet: [PODS],
  DaemonSet: [PODS],
  CronJob: [JOBS],
  Job: [PODS],
};

/** What an object made, directly. */
export function childrenOf(
  store: ClusterStore,
  object: KubeObject,
): KubeObject[] {
  const { namespace, uid } = object.metadata;
  return (CHILDREN[object.kind] ?? []).flatMap(definition =>
    store
      .list(definition, namespace)
      .filter(child =>
        child.metadata.ownerReferences?.some(owner => owner.uid === uid),
      ),
  );
}

/** The images of a pod's containers. */
export function imagesOf(pod: KubeObject): string[] {
  const containers = at(pod, ['spec', 'containers']);
  return Array.isArray(containers)
    ? containers.map(container => String(container.image))
    : [];
}

/** The images of all pods below objects. */
export function imagesBelow(
  store: ClusterStore,
  objects: readonly KubeObject[],
): string[] {
  const images = new Set<string>();
  const visit = (object: KubeObject) => {
    if (object.kind === PODS.kind) {
      imagesOf(object).forEach(image => images.add(image));
      return;
    }
    childrenOf(store, object).forEach(visit);
  };
  objects.forEach(visit);
  return [...images].sort();
}
