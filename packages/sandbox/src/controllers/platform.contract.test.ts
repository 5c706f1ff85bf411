import type { ValidateFunction } from 'ajv';
import type { JsonObject } from '../kubernetes/types';
import { at } from '../kubernetes/json';
import type { Platform } from './Platform';
import {
  createValidator,
  contractsPresent,
  problems,
  readContract,
} from './__testUtils__/contracts';
import {
  ARGO_TOKEN,
  GITOPS,
  KUBERNETES_TOKEN,
  pushTag,
  shopApplication,
  shopRepositories,
  shopScenario,
  startShop,
  until,
} from './__testUtils__/shopWorld';

function template(image: string, restartPolicy = 'Always') {
  return {
    metadata: { labels: { app: 'extra' } },
    spec: { restartPolicy, containers: [{ name: 'main', image }] },
  };
}

function workload(kind: string, apiVersion: string, spec: object): object {
  return { apiVersion, kind, metadata: { name: kind.toLowerCase() }, spec };
}

const selector = { matchLabels: { app: 'extra' } };
const EXTRAS = [
  workload('StatefulSet', 'apps/v1', {
    serviceName: 'extra',
    selector,
    template: template('db:1'),
  }),
  workload('DaemonSet', 'apps/v1', { selector, template: template('agent:1') }),
  workload('CronJob', 'batch/v1', {
    schedule: '15 2 * * *',
    jobTemplate: { spec: { template: template('job:1', 'Never') } },
  }),
  workload('Deployment', 'apps/v1', {
    selector,
    template: template('localhost:7140/acme/shop:0.0.1'),
  }),
];

const present = contractsPresent();
// Without the vendors' schemas there is nothing to hold the answers against.
const suite = present ? describe : describe.skip;

suite('the answers of clusters and Argo CD', () => {
  let platform: Platform;

  const fetchJson = async (url: string, token: string, body?: object) => {
    const response = await fetch(url, {
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    return {
      status: response.status,
      body: (await response.json()) as JsonObject,
    };
  };
  const argo = (path: string, body?: object) =>
    fetchJson(`${platform.urls.argo.nonprod}/api/v1${path}`, ARGO_TOKEN, body);
  const kubernetes = (path: string, body?: object) =>
    fetchJson(
      `${platform.urls.kubernetes}/clusters/nonprod${path}`,
      KUBERNETES_TOKEN,
      body,
    );
  const firstLine = async (url: string, token: string, line = 0) => {
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.split('\n').length > line + 1) {
        break;
      }
    }
    abort.abort();
    return JSON.parse(text.split('\n')[line]);
  };

  beforeAll(async () => {
    const repositories = await shopRepositories();
    platform = await startShop(
      repositories,
      shopScenario({
        applications: [
          shopApplication('development'),
          shopApplication('staging', {
            additionalSources: [
              { repository: GITOPS, ref: 'values', targetRevision: 'main' },
            ],
          }),
          shopApplication('staging', {
            name: 'shop-broken',
            source: {
              repository: GITOPS,
              path: 'nowhere',
              targetRevision: 'main',
            },
            destination: { cluster: 'nonprod', namespace: 'shop-broken' },
          }),
          shopApplication('development', {
            name: 'shop-set',
            applicationSet: 'shops',
            destination: { cluster: 'nonprod', namespace: 'shop-set' },
          }),
        ],
        faults: [
          {
            cluster: 'nonprod',
            namespace: 'shop-development',
            workload: 'shop',
            fault: 'crashLoop',
          },
        ],
      }),
      { bookmarkSeconds: 0.05 },
    );
    await platform.applyManifests('nonprod', 'extras', EXTRAS, {
      at: new Date(Date.now() - 5 * 86_400_000),
    });
    const sha = await pushTag(repositories, 'development', '2.0.0');
    await until('a sync', async () => {
      const { body } = await argo('/applications/shop-development');
      return (
        at(body, ['status', 'operationState', 'syncResult', 'revision']) === sha
      );
    });
  });

  afterAll(() => platform.close());

  describe('Argo CD', () => {
    const validator = createValidator(
      'argocd',
      present && readContract('argocd/swagger.json').definitions,
    );

    it.each([
      ['/applications', 'v1alpha1ApplicationList'],
      ['/applications/shop-development', 'v1alpha1Application'],
      ['/applications/shop-staging', 'v1alpha1Application'],
      ['/applications/shop-broken', 'v1alpha1Application'],
      [
        '/applications/shop-development/resource-tree',
        'v1alpha1ApplicationTree',
      ],
      [
        '/applications/shop-development/managed-resources',
        'applicationManagedResourcesResponse',
      ],
      [
        '/applications/shop-staging/revisions/HEAD/metadata?sourceIndex=0',
        'v1alpha1RevisionMetadata',
      ],
      [
        '/applications/shop-development/syncwindows',
        'applicationApplicationSyncWindowsResponse',
      ],
      ['/applications/shop-development/events', 'eventsEventList'],
      ['/clusters', 'v1alpha1ClusterList'],
      ['/projects', 'v1alpha1AppProjectList'],
      ['/applicationsets', 'v1alpha1ApplicationSetList'],
      ['/session/userinfo', 'sessionGetUserInfoResponse'],
    ])('%s is a %s', async (path, definition) => {
      const { status, body } = await argo(path);
      expect(status).toBe(200);
      expect(problems(validator(definition), body)).toEqual([]);
    });

    it('/api/version is a versionVersionMessage', async () => {
      const { body } = await fetchJson(
        `${platform.urls.argo.nonprod}/api/version`,
        ARGO_TOKEN,
      );
      expect(problems(validator('versionVersionMessage'), body)).toEqual([]);
    });

    it('streams v1alpha1ApplicationWatchEvent', async () => {
      const event = await firstLine(
        `${platform.urls.argo.nonprod}/api/v1/stream/applications`,
        ARGO_TOKEN,
      );
      expect(
        problems(validator('v1alpha1ApplicationWatchEvent'), event.result),
      ).toEqual([]);
    });

    it('answers writes and errors in its shapes', async () => {
      const started = await argo('/applications/shop-staging/sync', {});
      expect(problems(validator('v1alpha1Application'), started.body)).toEqual(
        [],
      );
      const refused = await argo('/applications/none');
      expect(problems(validator('runtimeError'), refused.body)).toEqual([]);
    });
  });

  describe('custom resources', () => {
    it.each([
      ['application', 'applications', 'spec'],
      ['application', 'applications', 'status'],
      // Its spec is held against Argo CD's own document above: this schema takes too long to compile.
      ['applicationset', 'applicationsets', 'status'],
      ['appproject', 'appprojects', 'spec'],
    ])('%s objects follow their CRD', async (crd, plural, part) => {
      const definition = readContract(`argocd/crds/${crd}-crd.yaml`);
      const [version] = at(definition, ['spec', 'versions']) as JsonObject[];
      const validate = createValidator(crd, {
        part: at(version, ['schema', 'openAPIV3Schema', 'properties', part]),
      })('part');
      const { body } = await kubernetes(
        `/apis/argoproj.io/v1alpha1/namespaces/argocd/${plural}`,
      );
      const items = body.items as JsonObject[];
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        expect(problems(validate, item[part])).toEqual([]);
      }
    });
  });

  describe('Kubernetes', () => {
    const validator = createValidator(
      'kubernetes',
      present && readContract('kubernetes/openapi.json').definitions,
    );
    const core = (kind: string) => validator(`io.k8s.api.core.v1.${kind}`);
    const apps = (kind: string) => validator(`io.k8s.api.apps.v1.${kind}`);
    const meta = (kind: string) =>
      validator(`io.k8s.apimachinery.pkg.apis.meta.v1.${kind}`);

    it.each<[string, () => ValidateFunction]>([
      ['/api/v1/namespaces', () => core('NamespaceList')],
      ['/api/v1/pods', () => core('PodList')],
      ['/api/v1/services', () => core('ServiceList')],
      ['/api/v1/events', () => core('EventList')],
      ['/apis/apps/v1/deployments', () => apps('DeploymentList')],
      ['/apis/apps/v1/replicasets', () => apps('ReplicaSetList')],
      ['/apis/apps/v1/statefulsets', () => apps('StatefulSetList')],
      ['/apis/apps/v1/daemonsets', () => apps('DaemonSetList')],
      ['/apis/batch/v1/jobs', () => validator('io.k8s.api.batch.v1.JobList')],
    ])('%s follows its schema', async (path, validate) => {
      const { body } = await kubernetes(path);
      expect((body.items as unknown[]).length).toBeGreaterThan(0);
      expect(problems(validate(), body)).toEqual([]);
    });

    it.each([
      ['/api', 'APIVersions'],
      ['/apis', 'APIGroupList'],
      ['/apis/apps', 'APIGroup'],
      ['/api/v1', 'APIResourceList'],
      ['/apis/argoproj.io/v1alpha1', 'APIResourceList'],
      ['/api/v1/namespaces/shop/pods/none', 'Status'],
      ['/nonsense', 'Status'],
    ])('%s is a %s', async (path, kind) => {
      const { body } = await kubernetes(path);
      expect(problems(meta(kind), body)).toEqual([]);
    });

    it('reviews access in its shape', async () => {
      const { body } = await kubernetes(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { spec: { resourceAttributes: { verb: 'patch', resource: 'pods' } } },
      );
      expect(
        problems(
          validator('io.k8s.api.authorization.v1.SelfSubjectAccessReview'),
          body,
        ),
      ).toEqual([]);
      expect(at(body, ['status', 'allowed'])).toBe(true);
    });

    it('watches in its shape', async () => {
      const url = `${platform.urls.kubernetes}/clusters/nonprod/api/v1/pods?watch=1`;
      const event = await firstLine(url, KUBERNETES_TOKEN);
      expect(problems(meta('WatchEvent'), event)).toEqual([]);
      expect(problems(core('Pod'), event.object)).toEqual([]);
    });
  });
});
