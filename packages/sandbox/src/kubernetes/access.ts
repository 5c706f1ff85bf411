import { ApiError } from './ApiError';

/** What a bearer token may do in a cluster. */
export interface TokenGrant {
  token: string;
  /** The name in error messages. */
  user?: string;
  /** The only namespaces it may look into; all where left out. */
  namespaces?: string[];
  /** The only verbs it may use (`get`, `list`, `watch`, `patch`, …); all where left out. */
  verbs?: string[];
  /** The only resources (plural names) it may use; all where left out. */
  resources?: string[];
}

/** What is asked for. */
export interface AccessRequest {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

/** The grant of a request's token; throws 401 where there is none. */
export function authenticate(
  authorization: string | undefined,
  grants: readonly TokenGrant[],
): TokenGrant {
  const token = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
  const grant = grants.find(candidate => candidate.token === token);
  if (!grant) {
    throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  }
  return grant;
}

/** Whether a grant allows a request. */
export function isAllowed(grant: TokenGrant, request: AccessRequest): boolean {
  const { namespaces, verbs, resources } = grant;
  if (verbs && !verbs.includes(request.verb)) {
    return false;
  }
  if (resources && !resources.includes(request.resource)) {
    return false;
  }
  return (
    !namespaces ||
    (request.namespace !== undefined && namespaces.includes(request.namespace))
  );
}

/** Throws the 403 of the API server where a grant does not allow a request. */
export function authorize(grant: TokenGrant, request: AccessRequest): void {
  if (isAllowed(grant, request)) {
    return;
  }
  const { verb, group, namespace, name } = request;
  const resource = request.subresource
    ? `${request.resource}/${request.subresource}`
    : request.resource;
  const kind = group ? `${request.resource}.${group}` : request.resource;
  const what = name ? `${kind} "${name}"` : kind;
  const where = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  const user = grant.user ?? 'system:serviceaccount:portal:reader';
  throw new ApiError(
    403,
    'Forbidden',
    `${what} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
    {
      ...(name ? { name } : {}),
      ...(group ? { group } : {}),
      kind: request.resource,
    },
  );
}
