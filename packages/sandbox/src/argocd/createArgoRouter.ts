import express, { type Request, type Router } from 'express';
import { OperationError } from '../controllers/argo/OperationError';
import { at, timestamp } from '../kubernetes/json';
import { versionInfo } from '../kubernetes/discovery';
import { APP_PROJECTS, APPLICATION_SETS } from '../kubernetes/resources';
import { parseLabelSelector } from '../kubernetes/selectors';
import type { KubeObject, ResourceDefinition } from '../kubernetes/types';
import { answer, sendError } from './answer';
import { applicationRoutes } from './applicationRoutes';
import type { ArgoInstance } from './ArgoInstance';
import { listParameter, textParameter } from './selection';
import { withoutKind } from './views';

function tokenOf(request: Request): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '');
  const cookie = /(?:^|;\s*)argocd\.token=([^;]+)/.exec(
    request.headers.cookie ?? '',
  );
  return bearer?.[1] ?? cookie?.[1];
}

const VERSION = {
  Version: 'v3.6.0+37ee009',
  BuildDate: '2026-08-22T09:12:44Z',
  GitCommit: '37ee0097cf85',
  GitTreeState: 'clean',
  GoVersion: 'go1.25.0',
  Compiler: 'gc',
  Platform: 'linux/amd64',
};

function sessionRoutes(instance: ArgoInstance, router: Router): void {
  const { sessions } = instance;
  router.post(
    '/api/v1/session',
    answer(async (request, response) => {
      const { username, password } = request.body ?? {};
      response.json({ token: sessions.login(username, password) });
    }),
  );
  router.get(
    '/api/version',
    answer(async (request, response) => {
      const token = tokenOf(request);
      const known = token !== undefined && sessions.username(token);
      response.json(known ? VERSION : { Version: VERSION.Version });
    }),
  );
}

/** A list of the control cluster's objects of a kind. */
function list(
  instance: ArgoInstance,
  definition: ResourceDefinition,
  matches: (object: KubeObject) => boolean,
): object {
  const { control } = instance.controller.state.clusters;
  return {
    metadata: { resourceVersion: String(control.resourceVersion) },
    items: control.list(definition).filter(matches).map(withoutKind),
  };
}

function clusterList(instance: ArgoInstance): object {
  const checked = timestamp(new Date());
  const connection = {
    status: 'Successful',
    message: '',
    attemptedAt: checked,
  };
  const { major, minor } = versionInfo();
  const serverVersion = `${major}.${minor}`;
  return {
    metadata: {},
    items: instance.destinations.map(({ name, server }) => ({
      name,
      server,
      config: { tlsClientConfig: { insecure: false } },
      connectionState: connection,
      serverVersion,
      info: {
        connectionState: connection,
        serverVersion,
        cacheInfo: {},
        applicationsCount: 0,
      },
    })),
  };
}

function otherRoutes(instance: ArgoInstance, router: Router): void {
  const { control, namespace } = instance.controller.state.clusters;
  router.delete(
    '/api/v1/session',
    answer(async (request, response) => {
      instance.sessions.logout(tokenOf(request) ?? '');
      response.json({});
    }),
  );
  router.get(
    '/api/v1/session/userinfo',
    answer(async (_request, response, username) => {
      response.json({ loggedIn: true, username, iss: 'argocd' });
    }),
  );
  router.get(
    '/api/v1/clusters',
    answer(async (_request, response) => {
      response.json(clusterList(instance));
    }),
  );
  router.get(
    '/api/v1/projects',
    answer(async (_request, response) => {
      response.json(list(instance, APP_PROJECTS, () => true));
    }),
  );
  router.get(
    '/api/v1/projects/:name',
    answer(async (request, response) => {
      const { name } = request.params;
      const project = control.get(APP_PROJECTS, namespace, name);
      if (!project) {
        throw OperationError.notFound(
          `appprojects.argoproj.io "${name}" not found`,
        );
      }
      response.json(withoutKind(project));
    }),
  );
  router.get(
    '/api/v1/applicationsets',
    answer(async (request, response) => {
      const projects = listParameter(request.query.projects);
      const selected = parseLabelSelector(
        textParameter(request.query.selector) ?? '',
      );
      response.json(
        list(
          instance,
          APPLICATION_SETS,
          set =>
            selected(set) &&
            (projects.length === 0 ||
              projects.includes(
                String(at(set, ['spec', 'template', 'spec', 'project'])),
              )),
        ),
      );
    }),
  );
  router.get(
    '/api/v1/applicationsets/:name',
    answer(async (request, response) => {
      const { name } = request.params;
      const set = control.get(APPLICATION_SETS, namespace, name);
      if (!set) {
        throw OperationError.notFound(
          `applicationsets.argoproj.io "${name}" not found`,
        );
      }
      response.json(withoutKind(set));
    }),
  );
}

/** The API of one Argo CD instance, to be mounted at the root of its listener. */
export function createArgoRouter(instance: ArgoInstance): Router {
  const router = express.Router();
  // Browsers and the CLI post JSON under several content types.
  router.use(express.json({ type: () => true, limit: '5mb' }));
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok');
  });
  sessionRoutes(instance, router);
  router.use((request, response, next) => {
    try {
      response.locals.username = instance.sessions.username(tokenOf(request));
      next();
    } catch (error) {
      sendError(response, error);
    }
  });
  router.use('/api/v1', applicationRoutes(instance));
  otherRoutes(instance, router);
  router.use((_request, response) => {
    response.status(404).json({ code: 5, message: 'Not Found', details: [] });
  });
  router.use(
    (
      error: unknown,
      _request: Request,
      response: express.Response,
      _next: express.NextFunction,
    ) => {
      sendError(
        response,
        OperationError.invalidArgument((error as Error).message),
      );
    },
  );
  return router;
}
