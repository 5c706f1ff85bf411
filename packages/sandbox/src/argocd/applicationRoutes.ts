import { Router, type Request } from 'express';
import { z } from 'zod';
import { OperationError } from '../controllers/argo/OperationError';
import {
  rollbackOperation,
  syncOperation,
} from '../controllers/argo/operations';
import type { Application } from '../controllers/argo/types';
import { at } from '../kubernetes/json';
import { EVENTS } from '../kubernetes/resources';
import { sendItems } from '../kubernetes/sendItems';
import type { ArgoInstance } from './ArgoInstance';
import { answer } from './answer';
import { parseFields, projectListItem } from './fields';
import { managedResources } from './managedResources';
import { resourceTree } from './resourceTree';
import { revisionMetadata } from './revisionMetadata';
import { applicationFilter, listParameter, textParameter } from './selection';
import { streamApplications } from './streamApplications';
import { withoutKind, withResourceHealth } from './views';

const resource = z.object({
  group: z.string().optional(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string().optional(),
});

const target = {
  appNamespace: z.string().optional(),
  project: z.string().optional(),
  prune: z.boolean().optional(),
  dryRun: z.boolean().optional(),
};

const syncBody = z.object({
  ...target,
  revision: z.string().optional(),
  revisions: z.array(z.string()).optional(),
  sourcePositions: z.array(z.union([z.string(), z.number()])).optional(),
  resources: z
    .array(resource)
    .nullish()
    .transform(list => list ?? undefined),
  strategy: z
    .object({ hook: z.looseObject({}), apply: z.looseObject({}) })
    .partial()
    .nullish()
    .transform(strategy => strategy ?? undefined),
  syncOptions: z
    .object({ items: z.array(z.string()).optional() })
    .nullish()
    .transform(options => options ?? undefined),
  retryStrategy: z
    .looseObject({})
    .nullish()
    .transform(strategy => strategy ?? undefined),
  infos: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .nullish()
    .transform(infos => infos ?? undefined),
});

const rollbackBody = z.object({
  ...target,
  id: z.union([z.string(), z.number()]).optional(),
});

function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw OperationError.invalidArgument(
      `${issue.path.join('.')}: ${issue.message}`,
    );
  }
  return parsed.data;
}

/** The Application of a request; what is missing looks forbidden unless the project is named. */
function find(
  instance: ArgoInstance,
  name: string,
  where: { appNamespace?: string; projects: string[] },
): Application {
  const { state } = instance.controller;
  const namespace = where.appNamespace ?? state.clusters.namespace;
  const application = state.application(namespace, name);
  const fits =
    application &&
    (where.projects.length === 0 ||
      where.projects.includes(application.spec.project));
  if (!fits) {
    throw where.projects.length === 0
      ? OperationError.permissionDenied()
      : OperationError.notFound(`applications.argoproj.io "${name}" not found`);
  }
  return application;
}

function findByQuery(instance: ArgoInstance, request: Request): Application {
  return find(instance, request.params.name, {
    appNamespace: textParameter(request.query.appNamespace),
    projects: listParameter(request.query.project),
  });
}

function eventsOf(
  instance: ArgoInstance,
  application: Application,
  request: Request,
): object {
  const { clusters } = instance.controller.state;
  const name = textParameter(request.query.resourceName);
  const store = name
    ? clusters.cluster(application.spec.destination)
    : clusters.control;
  const namespace = name
    ? textParameter(request.query.resourceNamespace) ??
      application.spec.destination.namespace
    : application.metadata.namespace;
  const about = name ?? application.metadata.name;
  return {
    metadata: { resourceVersion: String(clusters.control.resourceVersion) },
    items: (store?.list(EVENTS, namespace) ?? [])
      .filter(event => at(event, ['involvedObject', 'name']) === about)
      .map(withoutKind),
  };
}

/** The routes below `/applications`, for reading. */
function readRoutes(instance: ArgoInstance, router: Router): void {
  const { controller } = instance;
  const { state } = controller;
  router.get(
    '/applications',
    answer(async (request, response) => {
      const fields = parseFields(request.query.fields);
      const filter = applicationFilter(request.query, { repo: true });
      const namespace = textParameter(request.query.appNamespace);
      function* items() {
        for (const application of state.applications()) {
          if (
            filter(application) &&
            (!namespace || application.metadata.namespace === namespace)
          ) {
            yield fields
              ? projectListItem(application, fields)
              : withoutKind(application);
          }
        }
      }
      response.type('json');
      const version = state.clusters.control.resourceVersion;
      const head = `{"metadata":{"resourceVersion":"${version}"},"items":`;
      const all = items();
      const first = all.next();
      if (first.done) {
        // An empty list is null there.
        response.send(`${head}null}`);
        return;
      }
      await sendItems(response, `${head}[`, chain(first.value, all), ']}');
    }),
  );
  router.get(
    '/stream/applications',
    answer((request, response) =>
      streamApplications(instance, request, response),
    ),
  );
  router.get(
    '/applications/:name',
    answer(async (request, response) => {
      let application = findByQuery(instance, request);
      if (textParameter(request.query.refresh)) {
        application = await controller.refresh(application);
      }
      response.json(withResourceHealth(state, application));
    }),
  );
  router.get(
    '/applications/:name/resource-tree',
    answer(async (request, response) => {
      response.json(resourceTree(state, findByQuery(instance, request)));
    }),
  );
  router.get(
    '/applications/:name/managed-resources',
    answer(async (request, response) => {
      response.json(managedResources(state, findByQuery(instance, request)));
    }),
  );
  router.get(
    '/applications/:name/revisions/:revision/metadata',
    answer(async (request, response) => {
      response.json(
        await revisionMetadata(
          instance.repositories,
          findByQuery(instance, request),
          request.params.revision,
          Number(request.query.sourceIndex ?? 0),
        ),
      );
    }),
  );
  router.get(
    '/applications/:name/events',
    answer(async (request, response) => {
      const application = findByQuery(instance, request);
      response.json(eventsOf(instance, application, request));
    }),
  );
  router.get(
    '/applications/:name/syncwindows',
    answer(async (request, response) => {
      findByQuery(instance, request);
      response.json({ canSync: true });
    }),
  );
}

function* chain<T>(first: T, rest: Iterable<T>): Iterable<T> {
  yield first;
  yield* rest;
}

/** The routes below `/applications`, for operations. */
function writeRoutes(instance: ArgoInstance, router: Router): void {
  const { controller } = instance;
  const { state } = controller;
  const located = (
    request: Request,
    body: { appNamespace?: string; project?: string },
  ) =>
    find(instance, request.params.name, {
      appNamespace: body.appNamespace,
      projects: listParameter(body.project),
    });
  router.post(
    '/applications/:name/sync',
    answer(async (request, response, username) => {
      const body = parseBody(syncBody, request.body);
      const application = located(request, body);
      const operation = syncOperation(application, body, username);
      const started = controller.begin(application, operation);
      response.json(withResourceHealth(state, started));
    }),
  );
  router.post(
    '/applications/:name/rollback',
    answer(async (request, response, username) => {
      const body = parseBody(rollbackBody, request.body);
      const application = located(request, body);
      const operation = rollbackOperation(application, body, username);
      const started = controller.begin(application, operation);
      response.json(withResourceHealth(state, started));
    }),
  );
  router.delete(
    '/applications/:name/operation',
    answer(async (request, response) => {
      controller.terminate(findByQuery(instance, request));
      response.json({});
    }),
  );
}

/** The routes about Applications, to be mounted below `/api/v1`. */
export function applicationRoutes(instance: ArgoInstance): Router {
  const router = Router();
  readRoutes(instance, router);
  writeRoutes(instance, router);
  return router;
}
