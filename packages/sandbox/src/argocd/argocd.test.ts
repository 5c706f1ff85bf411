import { APPLICATIONS } from '../kubernetes/resources';
import type { KubeObject } from '../kubernetes/types';
import type { Platform } from '../controllers/Platform';
import type { MemoryRepositories } from '../controllers/__testUtils__/MemoryRepositories';
import {
  ARGO_TOKEN,
  pushTag,
  shopApplication,
  shopRepositories,
  shopScenario,
  startShop,
} from '../controllers/__testUtils__/shopWorld';

interface Streamed {
  result: { type?: string; application: any };
}

describe('the API of Argo CD', () => {
  let repositories: MemoryRepositories;
  let platform: Platform;

  beforeEach(async () => {
    repositories = await shopRepositories();
    platform = await startShop(repositories);
  });

  afterEach(() => platform.close());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${platform.urls.argo.nonprod}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${ARGO_TOKEN}`, ...init.headers },
    });
  const get = async (path: string) => {
    const response = await call(path);
    return { status: response.status, body: await response.json() };
  };
  const store = () => platform.clusters.get('nonprod')!;
  const touch = (name: string, label: string) => {
    const live = store().get(APPLICATIONS, 'argocd', name) as KubeObject;
    store().update(APPLICATIONS, {
      ...live,
      metadata: {
        ...live.metadata,
        labels: { ...live.metadata.labels, touched: label },
      },
    });
  };
  /** Reads from a stream until `wanted` lines have come. */
  const stream = async (
    query: string,
    wanted: number,
    options: { during?: () => void; accept?: string } = {},
  ): Promise<string[]> => {
    const abort = new AbortController();
    const response = await call(`/api/v1/stream/applications?${query}`, {
      signal: abort.signal,
      headers: options.accept ? { accept: options.accept } : {},
    });
    const lines: string[] = [];
    let text = '';
    const decoder = new TextDecoder();
    const reader = response.body!.getReader();
    const read = async () => {
      while (lines.length < wanted) {
        const { value, done } = await reader.read();
        if (done) {
          break;
        }
        text += decoder.decode(value, { stream: true });
        const parts = text.split('\n');
        text = parts.pop() ?? '';
        lines.push(...parts.filter(Boolean));
      }
    };
    const reading = read();
    if (options.during) {
      await new Promise(resolve => {
        setTimeout(resolve, 30);
      });
      options.during();
    }
    await reading;
    abort.abort();
    return lines;
  };
  const events = (lines: string[]): Streamed[] =>
    lines.map(line => JSON.parse(line));

  it('logs in, knows its tokens and ends sessions', async () => {
    const login = (password: string) =>
      call('/api/v1/session', {
        method: 'POST',
        body: JSON.stringify({ username: 'lena', password }),
      });
    const refused = await login('wrong');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toEqual({
      error: 'Invalid username or password',
      code: 16,
      message: 'Invalid username or password',
    });
    const { token } = await (await login('secret')).json();
    const headers = { authorization: `Bearer ${token}` };
    const who = await call('/api/v1/session/userinfo', { headers });
    expect(await who.json()).toMatchObject({ username: 'lena' });
    await call('/api/v1/session', { method: 'DELETE', headers });
    const after = await call('/api/v1/applications', { headers });
    expect(after.status).toBe(401);
    const nobody = await fetch(
      `${platform.urls.argo.nonprod}/api/v1/applications`,
    );
    expect(await nobody.json()).toMatchObject({
      code: 16,
      error: 'no session information',
    });
    const version = await fetch(`${platform.urls.argo.nonprod}/api/version`);
    expect((await version.json()).Version).toMatch(/^v3\.6/);
  });

  it('cuts a list down to the fields of its whitelist and silently leaves out others', async () => {
    const fields = [
      'metadata.name',
      'metadata.uid',
      'spec.project',
      'status.sync.status',
      'status.sync.revisions',
      'status.history',
      'status.operationState.phase',
      'status.operationState.message',
      'status.operationState.operation.sync',
    ].map(field => `items.${field}`);
    const { body } = await get(`/api/v1/applications?fields=${fields.join()}`);
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
    const [item] = body.items;
    expect(item.metadata).toEqual({ name: 'shop-development' });
    expect(item.spec).toEqual({ project: 'web' });
    expect(item.status.sync).toEqual({ status: 'Synced' });
    expect(item.status.history).toBeUndefined();
    expect(Object.keys(item.status.operationState)).toEqual([
      'phase',
      'operation',
    ]);
    // What the operation did stands where one would look for what it was asked to do.
    expect(item.status.operationState.operation.sync.source.path).toBe(
      'apps/shop/overlays/development',
    );
    const excluded = await get('/api/v1/applications?fields=-items.spec');
    expect(excluded.body.items[0].spec.project).toBe('web');
    expect(excluded.body.items[0].metadata.uid).toBeUndefined();
  });

  it('lists whole Applications, without kind and without health of their objects', async () => {
    const { body } = await get('/api/v1/applications');
    const [item] = body.items;
    expect(item.kind).toBeUndefined();
    expect(item.status.history).toHaveLength(10);
    expect(item.status.resourceHealthSource).toBe('appTree');
    expect(item.status.resources[0].health).toBeUndefined();
    const single = await get('/api/v1/applications/shop-development');
    expect(single.body.status.resources[0].health).toEqual({
      status: 'Healthy',
    });
    const names = async (query: string) =>
      (await get(`/api/v1/applications?${query}`)).body.items?.map(
        (each: KubeObject) => each.metadata.name,
      );
    expect(await names('selector=environment%3Dstaging')).toEqual([
      'shop-staging',
    ]);
    expect(await names('projects=web&projects=other')).toHaveLength(2);
    expect(await names('projects=other')).toBeUndefined();
    expect(await names('repo=http://localhost:7110/acme/gitops')).toHaveLength(
      2,
    );
    expect(await names('appNamespace=elsewhere')).toBeUndefined();
  });

  it('hides what is missing as forbidden, unless the project is named', async () => {
    expect((await get('/api/v1/applications/none')).body).toEqual({
      error: 'permission denied',
      code: 7,
      message: 'permission denied',
    });
    expect((await get('/api/v1/applications/none')).status).toBe(403);
    const named = await get('/api/v1/applications/none?project=web');
    expect(named).toMatchObject({ status: 404, body: { code: 5 } });
    const elsewhere = await get(
      '/api/v1/applications/shop-staging?project=other',
    );
    expect(elsewhere.status).toBe(404);
  });

  it('tells tree, manifests and who made a revision', async () => {
    const base = '/api/v1/applications/shop-staging';
    const tree = await get(`${base}/resource-tree`);
    const kinds = tree.body.nodes.map(({ kind }: { kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === 'Pod')).toHaveLength(2);
    const pod = tree.body.nodes.find(
      ({ kind }: { kind: string }) => kind === 'Pod',
    );
    expect(pod).toMatchObject({
      parentRefs: [{ kind: 'ReplicaSet' }],
      health: { status: 'Healthy' },
      images: ['localhost:7140/acme/shop:1.9.0'],
    });
    const managed = await get(`${base}/managed-resources`);
    const deployment = managed.body.items.find(
      ({ kind }: { kind: string }) => kind === 'Deployment',
    );
    expect(JSON.parse(deployment.targetState).spec.replicas).toBe(2);
    expect(JSON.parse(deployment.liveState).status.readyReplicas).toBe(2);
    expect(deployment.normalizedLiveState).toBe(deployment.predictedLiveState);

    const sha = await repositories.commit('acme/gitops', {
      branch: 'main',
      message:
        'Deploy\n\nArgocd-reference-commit-sha: 0123abc\nArgocd-reference-commit-repourl: http://x.test/acme/shop\nArgocd-reference-commit-author: Ada <ada@acme.test>\nArgocd-reference-commit-subject: Sell more\n',
      author: { name: 'acme-ci', email: 'ci@acme.test', login: 'acme-ci' },
      files: {},
    });
    const metadata = await get(`${base}/revisions/${sha}/metadata`);
    expect(metadata.body).toMatchObject({
      author: 'acme-ci <ci@acme.test>',
      references: [
        {
          commit: {
            sha: '0123abc',
            author: 'Ada <ada@acme.test>',
            subject: 'Sell more',
            repoURL: 'http://x.test/acme/shop',
          },
        },
      ],
    });
  });

  it('looks again when asked to refresh', async () => {
    const sha = await repositories.commit('acme/gitops', {
      branch: 'main',
      message: 'Something else',
      author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
      files: { 'README.md': 'x' },
    });
    const { body } = await get(
      '/api/v1/applications/shop-staging?refresh=normal',
    );
    expect(body.status.sync).toMatchObject({ revision: sha, status: 'Synced' });
  });

  it('replays all without a version, and nothing with one', async () => {
    const fields =
      'fields=result.type,result.application.metadata.name,result.application.status.history';
    const all = events(await stream(fields, 2));
    expect(all.map(({ result }) => result.type)).toEqual(['ADDED', 'ADDED']);
    expect(all[0].result.application.status.history).toHaveLength(10);
    expect(all[0].result.application.spec).toBeUndefined();
    const later = events(
      await stream(
        `resourceVersion=1&fields=result.type,result.application.metadata.name,result.application.metadata.labels`,
        1,
        { during: () => touch('shop-staging', '1') },
      ),
    );
    expect(later[0].result).toMatchObject({
      type: 'MODIFIED',
      application: {
        metadata: { name: 'shop-staging', labels: { touched: '1' } },
      },
    });
  });

  it('says the same of one name only once', async () => {
    const lines = events(
      await stream(
        'selector=environment&fields=result.application.metadata.name,result.application.metadata.labels',
        3,
        {
          during: () => {
            const twin = shopApplication('staging');
            // A namesake elsewhere, with nothing else to see of it than there is of the first.
            store().create(APPLICATIONS, {
              apiVersion: 'argoproj.io/v1alpha1',
              kind: 'Application',
              metadata: {
                name: twin.name,
                namespace: 'elsewhere',
                labels: twin.labels,
              },
              spec: {
                project: 'web',
                source: { repoURL: '' },
                destination: {},
              },
            });
            touch('shop-development', '2');
          },
        },
      ),
    );
    expect(lines.map(({ result }) => result.application.metadata.name)).toEqual(
      ['shop-development', 'shop-staging', 'shop-development'],
    );
  });

  it('streams a deployment as it happens', async () => {
    const lines = events(
      await stream(
        'name=shop-development&fields=result.type,result.application.metadata.name,result.application.operation,result.application.status.sync.status,result.application.status.operationState.phase',
        5,
        { during: () => pushTag(repositories, 'development', '3.0.0') },
      ),
    );
    const told = lines.map(({ result: { application } }) => [
      application.status.sync.status,
      application.operation ? 'operation' : '',
      application.status.operationState?.phase,
    ]);
    expect(told[0]).toEqual(['Synced', '', 'Succeeded']);
    // Started: an operation without a state is one that waits in the queue.
    expect(told).toContainEqual(['OutOfSync', 'operation', undefined]);
    expect(told).toContainEqual(['OutOfSync', 'operation', 'Running']);
  });

  it('speaks server-sent events', async () => {
    const [line] = await stream('', 1, { accept: 'text/event-stream' });
    expect(line).toMatch(/^data: \{"result":\{"type":"ADDED"/);
  });

  it('lists clusters, projects and ApplicationSets', async () => {
    await platform.close();
    platform = await startShop(
      repositories,
      shopScenario({
        applications: [shopApplication('staging', { applicationSet: 'shops' })],
      }),
    );
    const clusters = await get('/api/v1/clusters');
    expect(clusters.body.items).toContainEqual(
      expect.objectContaining({
        name: 'nonprod',
        server: `${platform.urls.kubernetes}/clusters/nonprod`,
      }),
    );
    const projects = await get('/api/v1/projects');
    expect(
      projects.body.items.map((each: KubeObject) => each.metadata.name),
    ).toEqual(['default', 'web']);
    const sets = await get('/api/v1/applicationsets?projects=web');
    expect(sets.body.items[0].metadata.name).toBe('shops');
    const member = await get('/api/v1/applications/shop-staging');
    expect(member.body.metadata.ownerReferences).toEqual([
      expect.objectContaining({
        kind: 'ApplicationSet',
        name: 'shops',
        uid: sets.body.items[0].metadata.uid,
      }),
    ]);
  });
});
