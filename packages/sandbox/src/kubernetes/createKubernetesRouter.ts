import express, { type Request, type Response, type Router } from 'express';
import { ApiError } from './ApiError';
import {
  authenticate,
  authorize,
  isAllowed,
  type AccessRequest,
  type TokenGrant,
} from './access';
import type { ClusterStore } from './ClusterStore';
import {
  coreVersions,
  groupInfo,
  groupList,
  resourceList,
  versionInfo,
} from './discovery';
import { at, isObject } from './json';
import { sendList } from './listing';
import { servePodLog } from './podLog';
import { parseResourcePath, type ResourcePath } from './requestPath';
import {
  parseFieldSelector,
  parseLabelSelector,
  type Matcher,
} from './selectors';
import type { KubeObject } from './types';
import { serveWatch } from './watching';
import { createObject, patchObject, readObject, replaceObject } from './writes';

/** How a cluster's API behaves. */
export interface KubernetesRouterOptions {
  store: ClusterStore;
  /** Read at each request, so that a dial may change it. */
  grants: () => readonly TokenGrant[];
  /** How often a watch gets a bookmark (default 10 s). */
  bookmarkSeconds?: number;
}

const WRITE_VERBS: Record<string, string> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
};

function isTrue(value: unknown): boolean {
  return value === 'true' || value === '1';
}

function verbOf(request: Request, path: ResourcePath): string {
  if (request.method === 'GET') {
    if (path.name) {
      return 'get';
    }
    return isTrue(request.query.watch) ? 'watch' : 'list';
  }
  if (request.method === 'DELETE') {
    return path.name ? 'delete' : 'deletecollection';
  }
  return WRITE_VERBS[request.method] ?? request.method.toLowerCase();
}

function selectorOf(request: Request, path: ResourcePath): Matcher {
  const { labelSelector, fieldSelector } = request.query;
  const byLabel = parseLabelSelector(String(labelSelector ?? ''));
  const byField = parseFieldSelector(
    String(fieldSelector ?? ''),
    path.definition,
  );
  return object => byLabel(object) && byField(object);
}

function accessReview(grant: TokenGrant, body: unknown): object {
  const asked = at(body, ['spec', 'resourceAttributes']);
  const attributes = isObject(asked) ? asked : {};
  const request: AccessRequest = {
    verb: String(attributes.verb ?? ''),
    group: String(attributes.group ?? ''),
    resource: String(attributes.resource ?? ''),
    namespace: attributes.namespace ? String(attributes.namespace) : undefined,
  };
  const allowed = isAllowed(grant, request);
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: { creationTimestamp: null },
    spec: isObject(body) ? body.spec : {},
    status: {
      allowed,
      ...(allowed
        ? { reason: 'RBAC: allowed by ClusterRoleBinding "portal-reader"' }
        : {}),
    },
  };
}

function serveDiscovery(
  store: ClusterStore,
  request: Request,
): object | undefined {
  const parts = request.path.split('/').filter(Boolean);
  if (parts[0] === 'version' && parts.length === 1) {
    return versionInfo();
  }
  if (parts[0] === 'api') {
    return parts.length === 1
      ? coreVersions(request.headers.host ?? '')
      : (parts.length === 2 && resourceList(store, '', parts[1])) || undefined;
  }
  if (parts[0] !== 'apis' || parts.length > 3) {
    return undefined;
  }
  if (parts.length === 1) {
    return groupList(store);
  }
  return parts.length === 2
    ? groupInfo(store, parts[1])
    : resourceList(store, parts[1], parts[2]);
}

async function serveCollection(
  options: KubernetesRouterOptions,
  path: ResourcePath,
  request: Request,
  response: Response,
): Promise<void> {
  const { store } = options;
  const { query } = request;
  const { definition, namespace } = path;
  const matches = selectorOf(request, path);
  if (!isTrue(query.watch)) {
    await sendList(
      store,
      definition,
      {
        namespace,
        matches,
        selective: Boolean(query.labelSelector || query.fieldSelector),
        limit: query.limit ? Number(query.limit) : undefined,
        continueToken: query.continue ? String(query.continue) : undefined,
      },
      response,
    );
    return;
  }
  const sendInitialEvents = isTrue(query.sendInitialEvents);
  if (sendInitialEvents && query.resourceVersionMatch !== 'NotOlderThan') {
    throw new ApiError(
      422,
      'Invalid',
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  serveWatch(
    store,
    definition,
    {
      namespace,
      matches,
      resourceVersion: query.resourceVersion
        ? String(query.resourceVersion)
        : undefined,
      bookmarks: isTrue(query.allowWatchBookmarks),
      sendInitialEvents,
      timeoutSeconds: Number(query.timeoutSeconds ?? 1_800),
      bookmarkSeconds: options.bookmarkSeconds ?? 10,
    },
    request,
    response,
  );
}

function deleteObjects(
  store: ClusterStore,
  path: ResourcePath,
  request: Request,
): object {
  const { definition, namespace, name } = path;
  if (!name) {
    const matches = selectorOf(request, path);
    const doomed = store.list(definition, namespace).filter(matches);
    doomed.forEach(({ metadata }) =>
      store.delete(definition, metadata.namespace, metadata.name),
    );
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
    };
  }
  const deleted = store.delete(definition, namespace, name);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(definition.group ? { group: definition.group } : {}),
      kind: definition.plural,
      uid: deleted.metadata.uid,
    },
  };
}

async function serve(
  options: KubernetesRouterOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const { store } = options;
  if (/^\/(healthz|livez|readyz)$/.test(request.path)) {
    response.type('text').send('ok');
    return;
  }
  const grant = authenticate(request.headers.authorization, options.grants());
  if (
    request.method === 'POST' &&
    request.path === '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
  ) {
    response.status(201).json(accessReview(grant, request.body));
    return;
  }
  if (request.method === 'GET') {
    const found = serveDiscovery(store, request);
    if (found) {
      response.json(found);
      return;
    }
  }
  const path = parseResourcePath(store, request.path);
  const { definition, namespace, name, subresource } = path;
  authorize(grant, {
    verb: verbOf(request, path),
    group: definition.group,
    resource: definition.plural,
    subresource,
    namespace: definition.namespaced ? namespace : undefined,
    name,
  });
  if (request.method === 'GET' && !name) {
    await serveCollection(options, path, request, response);
  } else if (request.method === 'GET' && subresource === 'log') {
    const pod = readObject(store, { ...path, subresource: undefined });
    servePodLog(pod as KubeObject, request.query, response);
  } else if (request.method === 'GET') {
    response.json(readObject(store, path));
  } else if (request.method === 'POST' && !name) {
    response.status(201).json(createObject(store, path, request.body));
  } else if (request.method === 'PUT' && name) {
    response.json(replaceObject(store, path, request.body));
  } else if (request.method === 'PATCH' && name) {
    const type = request.headers['content-type'] ?? '';
    response.json(patchObject(store, path, type, request.body));
  } else if (request.method === 'DELETE') {
    response.json(deleteObjects(store, path, request));
  } else {
    throw new ApiError(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
    );
  }
}

/** The API of one cluster, to be mounted at its root. */
export function createKubernetesRouter(
  options: KubernetesRouterOptions,
): Router {
  const router = express.Router();
  router.use(
    express.json({
      type: ['application/json', 'application/*+json'],
      limit: '10mb',
    }),
    express.text({ type: 'application/apply-patch+yaml', limit: '10mb' }),
  );
  router.use((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const failure =
        error instanceof ApiError
          ? error
          : new ApiError(500, 'InternalError', `Internal error: ${error}`);
      response.status(failure.code).json(failure.toStatus());
    });
  });
  return router;
}
