import { parse } from 'yaml';
import { ApiError } from './ApiError';
import type { ClusterStore } from './ClusterStore';
import { at, isObject } from './json';
import { jsonPatch, mergePatch, strategicMerge } from './patch';
import type { ResourcePath } from './requestPath';
import { apiVersionOf } from './resources';
import type { JsonObject, KubeObject } from './types';

function asObject(value: unknown): KubeObject {
  if (!isObject(value) || !isObject(value.metadata)) {
    throw ApiError.badRequest(
      'the object provided is unrecognized (must be of type Object with metadata)',
    );
  }
  return value as KubeObject;
}

function existing(store: ClusterStore, path: ResourcePath): KubeObject {
  const { definition, namespace, name = '' } = path;
  const object = store.get(definition, namespace, name);
  if (!object) {
    throw ApiError.notFound(definition.plural, definition.group, name);
  }
  return object;
}

function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion },
    spec: { replicas: object.spec?.replicas ?? 1 },
    status: { replicas: object.status?.replicas ?? 0 },
  };
}

/** Takes from a written object only what its path may write. */
function writeThrough(
  store: ClusterStore,
  path: ResourcePath,
  before: KubeObject,
  written: KubeObject,
): KubeObject {
  const { definition, subresource } = path;
  if (subresource === 'status') {
    return store.update(definition, { ...before, status: written.status });
  }
  return store.update(
    definition,
    definition.statusSubresource
      ? { ...written, status: before.status }
      : written,
  );
}

/** Creates the object of a POST. */
export function createObject(
  store: ClusterStore,
  path: ResourcePath,
  body: unknown,
): KubeObject {
  const { definition, namespace } = path;
  const object = asObject(body);
  if (
    object.metadata.namespace &&
    namespace &&
    object.metadata.namespace !== namespace
  ) {
    throw ApiError.badRequest(
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  const { status, ...rest } = object;
  const { uid: _u, resourceVersion: _r, ...metadata } = object.metadata;
  return store.create(definition, {
    ...(definition.statusSubresource ? rest : { ...rest, status }),
    apiVersion: apiVersionOf(definition),
    kind: definition.kind,
    metadata: {
      ...metadata,
      ...(definition.namespaced ? { namespace } : {}),
    },
  });
}

/** Replaces the object of a PUT. */
export function replaceObject(
  store: ClusterStore,
  path: ResourcePath,
  body: unknown,
): object {
  const before = existing(store, path);
  if (path.subresource === 'scale') {
    return applyScale(store, path, before, body);
  }
  return writeThrough(store, path, before, asObject(body));
}

function applyScale(
  store: ClusterStore,
  path: ResourcePath,
  before: KubeObject,
  scale: unknown,
): JsonObject {
  const replicas = at(scale, ['spec', 'replicas']);
  if (typeof replicas !== 'number') {
    throw new ApiError(422, 'Invalid', 'spec.replicas: Required value');
  }
  return scaleOf(
    store.update(path.definition, {
      ...before,
      spec: { ...before.spec, replicas },
    }),
  );
}

function patched(target: unknown, contentType: string, body: unknown) {
  if (contentType.includes('json-patch')) {
    return jsonPatch(target, body);
  }
  if (contentType.includes('strategic-merge-patch')) {
    return strategicMerge(target, body);
  }
  if (contentType.includes('merge-patch')) {
    return mergePatch(target, body);
  }
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml`,
  );
}

/** Patches the object of a PATCH; a server-side apply creates it where it is missing. */
export function patchObject(
  store: ClusterStore,
  path: ResourcePath,
  contentType: string,
  body: unknown,
): object {
  const { definition, namespace, name = '' } = path;
  if (contentType.includes('apply-patch')) {
    const applied = typeof body === 'string' ? parse(body) : body;
    const current = store.get(definition, namespace, name);
    return current
      ? writeThrough(
          store,
          path,
          current,
          asObject(strategicMerge(current, applied)),
        )
      : createObject(store, path, applied);
  }
  const before = existing(store, path);
  if (path.subresource === 'scale') {
    return applyScale(
      store,
      path,
      before,
      patched(scaleOf(before), contentType, body),
    );
  }
  return writeThrough(
    store,
    path,
    before,
    asObject(patched(before, contentType, body)),
  );
}

/** The object of a GET, or its scale. */
export function readObject(store: ClusterStore, path: ResourcePath): object {
  const object = existing(store, path);
  return path.subresource === 'scale' ? scaleOf(object) : object;
}
