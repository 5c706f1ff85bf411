import { isObject, setAt } from '../../kubernetes/json';
import type { JsonObject, KubeObject } from '../../kubernetes/types';

/** An entry of a kustomization's `images`. */
export interface ImageChange {
  name: string;
  newName?: string;
  newTag?: string;
  digest?: string;
}

const CLUSTER_KINDS = new Set([
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'PersistentVolume',
  'StorageClass',
]);

/** Paths of pod templates below an object, by where kinds keep them. */
const TEMPLATES = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
];

function eachContainer(
  value: unknown,
  visit: (container: JsonObject) => void,
): void {
  if (Array.isArray(value)) {
    value.forEach(item => eachContainer(item, visit));
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (
        (key === 'containers' || key === 'initContainers') &&
        Array.isArray(item)
      ) {
        item.filter(isObject).forEach(visit);
      } else {
        eachContainer(item, visit);
      }
    }
  }
}

/** Sets names, tags or digests of images, as `images` of a kustomization does. */
export function changeImages(
  object: KubeObject,
  changes: readonly ImageChange[],
): void {
  eachContainer(object, container => {
    const image = String(container.image ?? '');
    const [, name, tag = ''] =
      /^(.+?)((?::[^/:@]+)?(?:@.+)?)$/.exec(image) ?? [];
    const change = changes.find(candidate => candidate.name === name);
    if (change) {
      const version =
        (change.digest && `@${change.digest}`) ??
        (change.newTag !== undefined ? `:${change.newTag}` : tag);
      container.image = `${change.newName ?? name}${version}`;
    }
  });
}

/** Puts an object into a namespace, unless its kind has none. */
export function changeNamespace(object: KubeObject, namespace: string): void {
  if (!CLUSTER_KINDS.has(object.kind)) {
    object.metadata.namespace = namespace;
  }
}

/** Adds a prefix and a suffix to an object's name. */
export function changeName(
  object: KubeObject,
  prefix: string,
  suffix: string,
): void {
  if (object.kind !== 'Namespace') {
    object.metadata.name = `${prefix}${object.metadata.name}${suffix}`;
  }
}

function addPairs(
  object: JsonObject,
  path: string[],
  pairs: Record<string, string>,
): void {
  for (const [key, value] of Object.entries(pairs)) {
    setAt(object, [...path, key], String(value));
  }
}

/** Whether there is an object at a path. */
function has(object: JsonObject, path: string[]): boolean {
  let current: unknown = object;
  for (const key of path) {
    if (!isObject(current) || !(key in current)) {
      return false;
    }
    current = current[key];
  }
  return isObject(current);
}

/** Adds labels, to templates and selectors as well where asked for. */
export function addLabels(
  object: KubeObject,
  pairs: Record<string, string>,
  into: { selectors: boolean; templates: boolean },
): void {
  addPairs(object, ['metadata', 'labels'], pairs);
  for (const template of TEMPLATES) {
    if ((into.templates || into.selectors) && has(object, template)) {
      addPairs(object, [...template, 'metadata', 'labels'], pairs);
    }
  }
  if (!into.selectors) {
    return;
  }
  if (object.kind === 'Service') {
    addPairs(object, ['spec', 'selector'], pairs);
  } else if (has(object, ['spec', 'selector'])) {
    addPairs(object, ['spec', 'selector', 'matchLabels'], pairs);
  }
}

/** Adds annotations, to pod templates as well. */
export function addAnnotations(
  object: KubeObject,
  pairs: Record<string, string>,
): void {
  addPairs(object, ['metadata', 'annotations'], pairs);
  for (const template of TEMPLATES) {
    if (has(object, template)) {
      addPairs(object, [...template, 'metadata', 'annotations'], pairs);
    }
  }
}

const SCALED = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'ReplicationController',
]);

/** Sets how many replicas a workload has, for the kinds that kustomize knows. */
export function changeReplicas(
  object: KubeObject,
  changes: readonly { name: string; count: number }[],
): void {
  const change = changes.find(({ name }) => name === object.metadata.name);
  if (change && SCALED.has(object.kind)) {
    setAt(object, ['spec', 'replicas'], change.count);
  }
}
