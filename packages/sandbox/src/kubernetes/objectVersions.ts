import { randomUUID } from 'crypto';
import { nameSuffix } from './hash';
import { equal, timestamp } from './json';
import { apiVersionOf } from './resources';
import type { KubeObject, ResourceDefinition } from './types';

/** An object with a name, made from `generateName` if it has none, and with a namespace only if its kind has them. */
export function withName(
  definition: ResourceDefinition,
  object: KubeObject,
): KubeObject {
  const metadata = { ...object.metadata };
  metadata.name ||= `${metadata.generateName ?? ''}${nameSuffix(
    randomUUID(),
    5,
  )}`;
  if (!definition.namespaced) {
    delete metadata.namespace;
  }
  return { ...object, metadata };
}

/** A new object as it is stored. */
export function asCreated(
  definition: ResourceDefinition,
  object: KubeObject,
  at: Date,
  resourceVersion: string,
): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    apiVersion: apiVersionOf(definition),
    kind: definition.kind,
    metadata: {
      ...metadata,
      uid: metadata.uid ?? randomUUID(),
      generation: 1,
      creationTimestamp: metadata.creationTimestamp ?? timestamp(at),
      resourceVersion,
    },
  };
}

/** A replacement, with what a client cannot set taken from the object before. */
export function withKeptFields(
  previous: KubeObject,
  object: KubeObject,
): KubeObject {
  const { uid, creationTimestamp, generation, resourceVersion } =
    previous.metadata;
  return {
    ...object,
    apiVersion: previous.apiVersion,
    kind: previous.kind,
    metadata: {
      ...object.metadata,
      uid,
      creationTimestamp,
      generation,
      resourceVersion,
    },
  };
}

/** A changed object as it is stored. */
export function asUpdated(
  definition: ResourceDefinition,
  previous: KubeObject,
  candidate: KubeObject,
  resourceVersion: string,
): KubeObject {
  const raised = changesGeneration(definition, previous, candidate) ? 1 : 0;
  return {
    ...candidate,
    metadata: {
      ...candidate.metadata,
      generation: (previous.metadata.generation ?? 1) + raised,
      resourceVersion,
    },
  };
}

/** Whether a change is one that raises the generation. */
function changesGeneration(
  definition: ResourceDefinition,
  before: KubeObject,
  after: KubeObject,
): boolean {
  const { metadata: _m1, status: statusBefore, ...a } = before;
  const { metadata: _m2, status: statusAfter, ...b } = after;
  return (
    !equal(a, b) ||
    (!definition.statusSubresource && !equal(statusBefore, statusAfter))
  );
}
