import { at } from '../kubernetes/json';
import { APPLICATIONS, DEPLOYMENTS, PODS } from '../kubernetes/resources';
import type { Application } from './argo/types';
import type { Platform } from './Platform';
import type { MemoryRepositories } from './__testUtils__/MemoryRepositories';
import {
  ARGO_TOKEN,
  pushTag,
  shopRepositories,
  shopScenario,
  startShop,
  until,
} from './__testUtils__/shopWorld';

describe('createPlatform', () => {
  let repositories: MemoryRepositories;
  let platform: Platform;

  beforeEach(async () => {
    repositories = await shopRepositories();
  });

  afterEach(() => platform?.close());

  const application = (name: string) =>
    platform.clusters
      .get('nonprod')
      ?.get(APPLICATIONS, 'argocd', name) as unknown as Application;

  const api = async (path: string, body?: object, method = 'POST') => {
    const response = await fetch(
      `${platform.urls.argo.nonprod}/api/v1${path}`,
      {
        headers: {
          authorization: `Bearer ${ARGO_TOKEN}`,
          'content-type': 'application/json',
        },
        ...(body ? { method, body: JSON.stringify(body) } : {}),
      },
    );
    return { status: response.status, body: await response.json() };
  };

  it('starts with Applications that look as if they had been deployed for weeks', async () => {
    platform = await startShop(repositories);
    const development = application('shop-development');
    const { status } = development;
    expect(status?.sync?.status).toBe('Synced');
    expect(status?.health?.status).toBe('Healthy');
    expect(status?.summary?.images).toEqual([
      'localhost:7140/acme/shop:1.12.0',
    ]);
    expect(status?.history?.map(({ id }) => id)).toEqual([
      3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
    // The repository went on without it: what was compared is newer than what was deployed.
    const head = await repositories.resolve('acme/gitops', 'main');
    expect(status?.sync?.revision).toBe(head);
    expect(status?.operationState?.syncResult?.revision).not.toBe(head);
    expect(status?.operationState?.syncResult?.revision).toBe(
      status?.history?.[9].revision,
    );
    const store = platform.clusters.get('nonprod');
    const [pod] = store?.list(PODS, 'shop-development') ?? [];
    expect(at(pod, ['status', 'phase'])).toBe('Running');
    const [container] = at(pod, ['status', 'containerStatuses']) as object[];
    expect(container).toMatchObject({
      ready: true,
      image: 'localhost:7140/acme/shop:1.12.0',
      imageID: expect.stringMatching(
        /^localhost:7140\/acme\/shop@sha256:[0-9a-f]{64}$/,
      ),
    });
  });

  it('carries a push to healthy pods and a history entry', async () => {
    platform = await startShop(repositories);
    const sha = await pushTag(repositories, 'development', '2.0.0');
    await until(
      'OutOfSync is seen',
      () =>
        application('shop-development').status?.sync?.status === 'OutOfSync',
    );
    const entry = await until('a history entry', () =>
      application('shop-development').status?.history?.find(
        ({ revision }) => revision === sha,
      ),
    );
    expect(entry).toMatchObject({ id: 13, initiatedBy: { automated: true } });
    await until('Synced and Healthy on the new image alone', () => {
      const { status } = application('shop-development');
      return (
        status?.sync?.status === 'Synced' &&
        status.health?.status === 'Healthy' &&
        status.summary?.images?.join() === 'localhost:7140/acme/shop:2.0.0'
      );
    });
    expect(application('shop-development').operation).toBeUndefined();
    expect(
      application('shop-development').status?.operationState,
    ).toMatchObject({ phase: 'Succeeded' });
  });

  it('waits for a person where nothing syncs by itself', async () => {
    platform = await startShop(repositories);
    const sha = await pushTag(repositories, 'staging', '2.0.0', 2);
    await until(
      'OutOfSync',
      () => application('shop-staging').status?.sync?.status === 'OutOfSync',
    );
    const started = await api('/applications/shop-staging/sync', {
      revision: sha,
    });
    expect(started.status).toBe(200);
    expect(started.body.operation.initiatedBy.username).toBeDefined();
    expect(started.body.status.operationState).toBeUndefined();
    const again = await api('/applications/shop-staging/sync', {});
    expect(again).toMatchObject({
      status: 400,
      body: { code: 9, error: 'another operation is already in progress' },
    });
    await until('Synced and Healthy', () => {
      const { status } = application('shop-staging');
      return (
        status?.sync?.status === 'Synced' && status.health?.status === 'Healthy'
      );
    });
    const history = application('shop-staging').status?.history ?? [];
    expect(history[history.length - 1]).toMatchObject({ revision: sha });

    const rolled = await api('/applications/shop-staging/rollback', {
      id: history[0].id,
    });
    expect(rolled.status).toBe(200);
    await until(
      'the old version',
      () =>
        application('shop-staging').status?.summary?.images?.join() ===
        'localhost:7140/acme/shop:1.0.0',
    );
    await until(
      'OutOfSync with Git',
      () => application('shop-staging').status?.sync?.status === 'OutOfSync',
    );
  });

  it('syncs a part without history', async () => {
    platform = await startShop(repositories);
    const before = application('shop-staging').status?.history;
    await api('/applications/shop-staging/sync', {
      resources: [{ kind: 'Service', name: 'shop', namespace: 'shop-staging' }],
    });
    const state = await until('done', () => {
      const { status, operation } = application('shop-staging');
      return !operation && status?.operationState;
    });
    expect(state.phase).toBe('Succeeded');
    expect(state.syncResult?.resources).toHaveLength(1);
    expect(application('shop-staging').status?.history).toEqual(before);
  });

  it('runs hooks before, and deploys nothing when one fails', async () => {
    platform = await startShop(repositories);
    const push = (tag: string) =>
      repositories.commit('acme/gitops', {
        branch: 'main',
        message: `Migrate and deploy ${tag}`,
        author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
        files: {
          'apps/shop/overlays/staging/kustomization.yaml': `namespace: shop-staging
resources: [../../base, migrate.yaml]
images: [{name: "localhost:7140/acme/shop", newTag: ${tag}}]
`,
          'apps/shop/overlays/staging/migrate.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {argocd.argoproj.io/hook: PreSync}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: migrate, image: "migrate:1"}]}}}
`,
        },
      });
    const finished = (sha: string) =>
      until('an end', () => {
        const { status, operation } = application('shop-staging');
        const state = status?.operationState;
        return (
          !operation && state?.syncResult?.revision === sha && state.finishedAt
        );
      });
    const first = await push('2.0.0');
    await api('/applications/shop-staging/sync', {});
    await finished(first);
    const done = application('shop-staging').status;
    expect(done?.operationState?.phase).toBe('Succeeded');
    expect(done?.operationState?.syncResult?.resources?.[0]).toMatchObject({
      kind: 'Job',
      hookType: 'PreSync',
      hookPhase: 'Succeeded',
    });
    // A hook is no part of the state that is compared.
    expect(done?.resources?.map(({ kind }) => kind)).not.toContain('Job');

    platform.setFaults([
      {
        cluster: 'nonprod',
        namespace: 'shop-staging',
        workload: 'migrate',
        fault: 'crashLoop',
      },
    ]);
    const second = await push('3.0.0');
    await api('/applications/shop-staging/sync', {});
    await finished(second);
    const failed = application('shop-staging').status;
    expect(failed?.operationState).toMatchObject({
      phase: 'Failed',
      message: expect.stringContaining('hook migrate failed'),
    });
    expect(failed?.history).toEqual(done?.history);
    expect(failed?.summary?.images).not.toContain(
      'localhost:7140/acme/shop:3.0.0',
    );
  });

  it('stops an operation', async () => {
    platform = await startShop(repositories, shopScenario(), { pace: 5 });
    await api('/applications/shop-staging/sync', {});
    const stopped = await api(
      '/applications/shop-staging/operation',
      {},
      'DELETE',
    );
    expect(stopped.status).toBe(200);
    const state = await until('an end', () => {
      const { status, operation } = application('shop-staging');
      return !operation && status?.operationState;
    });
    expect(state).toMatchObject({
      phase: 'Failed',
      message: 'Operation terminated',
    });
    const late = await api(
      '/applications/shop-staging/operation',
      {},
      'DELETE',
    );
    expect(late.status).toBe(400);
  });

  it('refuses what Argo CD refuses', async () => {
    platform = await startShop(repositories);
    const pinned = await api('/applications/shop-development/sync', {
      revision: 'abcdef',
    });
    expect(pinned).toMatchObject({ status: 400, body: { code: 9 } });
    const rollback = await api('/applications/shop-development/rollback', {
      id: 3,
    });
    expect(rollback.body.message).toContain('auto-sync');
    const missing = await api('/applications/nothing/sync', {});
    expect(missing).toMatchObject({ status: 403, body: { code: 7 } });
    const named = await api('/applications/nothing/sync', { project: 'web' });
    expect(named).toMatchObject({ status: 404, body: { code: 5 } });
  });

  it('shows what is wrong from the start', async () => {
    const cluster = 'nonprod';
    platform = await startShop(
      repositories,
      shopScenario({
        faults: [
          {
            cluster,
            namespace: 'shop-development',
            workload: 'shop',
            fault: 'crashLoop',
          },
          {
            cluster,
            namespace: 'shop-staging',
            workload: 'shop',
            fault: 'edited',
          },
        ],
      }),
    );
    expect(application('shop-development').status).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Degraded' },
      summary: {
        images: [
          'localhost:7140/acme/shop:1.11.0',
          'localhost:7140/acme/shop:1.12.0',
        ],
      },
    });
    const staging = application('shop-staging').status;
    expect(staging).toMatchObject({
      sync: { status: 'OutOfSync' },
      health: { status: 'Healthy' },
    });
    expect(staging?.resources).toContainEqual(
      expect.objectContaining({ kind: 'Deployment', status: 'OutOfSync' }),
    );

    platform.setFaults([]);
    await until(
      'recovery',
      () =>
        application('shop-development').status?.health?.status === 'Healthy',
    );
    expect(application('shop-staging').status?.sync?.status).toBe('OutOfSync');
  });

  it('says so when Git holds nothing to apply, and keeps the last health', async () => {
    platform = await startShop(repositories);
    await repositories.commit('acme/gitops', {
      branch: 'main',
      message: 'Break staging',
      author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
      files: { 'apps/shop/overlays/staging/kustomization.yaml': null },
    });
    await until('a ComparisonError', () =>
      application('shop-staging').status?.conditions?.some(
        ({ type }) => type === 'ComparisonError',
      ),
    );
    expect(application('shop-staging').status).toMatchObject({
      sync: { status: 'Unknown' },
      health: { status: 'Healthy' },
    });
  });

  it('holds a Deployment whose image does not exist', async () => {
    platform = await startShop(repositories);
    await pushTag(repositories, 'development', '0.0.1');
    const store = platform.clusters.get('nonprod');
    await until('a pod that cannot pull', () =>
      store
        ?.list(PODS, 'shop-development')
        .some(pod => JSON.stringify(pod.status).includes('ImagePullBackOff')),
    );
    await until(
      'Degraded',
      () =>
        application('shop-development').status?.health?.status === 'Degraded',
    );
    const deployment = store?.get(DEPLOYMENTS, 'shop-development', 'shop');
    expect(at(deployment, ['status', 'availableReplicas'])).toBe(1);
  });
});
