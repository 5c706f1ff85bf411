import { ApiError } from './ApiError';
import type { ClusterStore } from './ClusterStore';
import type { ResourceDefinition } from './types';

/** What the path of a resource request names. */
export interface ResourcePath {
  definition: ResourceDefinition;
  namespace?: string;
  name?: string;
  subresource?: string;
}

function noSuchResource(): ApiError {
  return new ApiError(
    404,
    'NotFound',
    'the server could not find the requested resource',
    {},
  );
}

/** Reads `/api/v1/…` and `/apis/<group>/<version>/…` below a cluster's root. */
export function parseResourcePath(
  store: ClusterStore,
  path: string,
): ResourcePath {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const core = parts[0] === 'api';
  const [group, version] = core ? ['', parts[1]] : [parts[1], parts[2]];
  let rest = parts.slice(core ? 2 : 3);
  let namespace: string | undefined;
  // `namespaces/<name>` and `namespaces/<name>/status` are the namespace itself.
  if (
    rest[0] === 'namespaces' &&
    rest.length > 2 &&
    !(core && ['status', 'finalize'].includes(rest[2]))
  ) {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [plural, name, subresource] = rest;
  const definition = plural && store.find(group, version, plural);
  if (!definition || rest.length > 3) {
    throw noSuchResource();
  }
  if (
    subresource &&
    !(subresource === 'status' && definition.statusSubresource) &&
    !definition.subresources?.includes(subresource)
  ) {
    throw noSuchResource();
  }
  if (definition.namespaced && name && namespace === undefined) {
    throw noSuchResource();
  }
  return { definition, namespace, name, subresource };
}
