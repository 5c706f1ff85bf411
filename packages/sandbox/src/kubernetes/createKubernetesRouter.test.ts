import { KubeConfig, CoreV1Api, Watch } from '@kubernetes/client-node';
import express from 'express';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import request from 'supertest';
import type { TokenGrant } from './access';
import { ClusterStore } from './ClusterStore';
import { createKubernetesRouter } from './createKubernetesRouter';
import { CONFIG_MAPS, DEPLOYMENTS, PODS } from './resources';
import type { KubeObject } from './types';

const TOKEN = 'Bearer all';

function pod(name: string, namespace = 'shop', app = 'web'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app, tier: 'front' } },
    spec: { containers: [{ name: 'main', image: 'web:1' }] },
    status: { phase: name.startsWith('new') ? 'Pending' : 'Running' },
  };
}

describe('createKubernetesRouter', () => {
  let store: ClusterStore;
  let grants: TokenGrant[];
  let app: express.Express;
  let server: Server;
  let url: string;

  beforeEach(async () => {
    store = new ClusterStore({ name: 'test', historyLimit: 20 });
    grants = [
      { token: 'all' },
      { token: 'shop', user: 'shop-reader', namespaces: ['shop'] },
    ];
    app = express();
    app.use(
      '/clusters/test',
      createKubernetesRouter({
        store,
        grants: () => grants,
        bookmarkSeconds: 0.05,
      }),
    );
    server = app.listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const get = (path: string, token = TOKEN) =>
    request(app).get(`/clusters/test${path}`).set('authorization', token);

  /** Reads lines of a watch until there are as many as wanted. */
  const watch = async (path: string, wanted: number, during?: () => void) => {
    const abort = new AbortController();
    const response = await fetch(`${url}/clusters/test${path}`, {
      headers: { authorization: TOKEN },
      signal: abort.signal,
    });
    during?.();
    const events: { type: string; object: KubeObject & { code?: number } }[] =
      [];
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      events.push(...lines.map(line => JSON.parse(line)));
      if (events.length >= wanted) {
        break;
      }
    }
    abort.abort();
    return events;
  };

  it('answers discovery', async () => {
    const version = await get('/version');
    expect(version.body.gitVersion).toMatch(/^v1\./);
    const groups = await get('/apis');
    expect(
      groups.body.groups.map(({ name }: { name: string }) => name),
    ).toEqual(expect.arrayContaining(['apps', 'batch', 'argoproj.io']));
    const argo = await get('/apis/argoproj.io/v1alpha1');
    expect(argo.body.resources).toContainEqual(
      expect.objectContaining({ name: 'rollouts', kind: 'Rollout' }),
    );
    expect((await get('/apis/nowhere.test/v1')).status).toBe(404);
  });

  it('wants a token, and keeps a scoped one to its namespaces', async () => {
    const without = await request(app).get('/clusters/test/api/v1/pods');
    expect(without.body).toMatchObject({ kind: 'Status', code: 401 });
    const everywhere = await get('/api/v1/pods', 'Bearer shop');
    expect(everywhere.body).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'pods is forbidden: User "shop-reader" cannot list resource "pods" in API group "" at the cluster scope',
    });
    const own = await get('/api/v1/namespaces/shop/pods', 'Bearer shop');
    expect(own.status).toBe(200);
    const review = await request(app)
      .post(
        '/clusters/test/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      )
      .set('authorization', 'Bearer shop')
      .send({
        spec: {
          resourceAttributes: {
            verb: 'list',
            resource: 'pods',
            namespace: 'elsewhere',
          },
        },
      });
    expect(review.body.status.allowed).toBe(false);
  });

  it('lists in pages that together are the whole, from one version', async () => {
    for (let i = 0; i < 7; i++) {
      store.create(PODS, pod(`p${i}`, i % 2 ? 'shop' : 'other'));
    }
    const names: string[] = [];
    const versions = new Set<string>();
    let token = '';
    do {
      const page = await get(`/api/v1/pods?limit=3&continue=${token}`);
      names.push(
        ...page.body.items.map((item: KubeObject) => item.metadata.name),
      );
      versions.add(page.body.metadata.resourceVersion);
      expect(page.body.items[0].kind).toBeUndefined();
      token = page.body.metadata.continue ?? '';
      store.create(PODS, pod(`zz-${names.length}`, 'other'));
      store.delete(PODS, 'other', `zz-${names.length}`);
    } while (token);
    expect(names.sort()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
    expect(versions.size).toBe(1);
  });

  it('answers 410 to an old page token, with one that goes on inconsistently', async () => {
    for (let i = 0; i < 4; i++) {
      store.create(PODS, pod(`p${i}`));
    }
    const first = await get('/api/v1/pods?limit=2');
    store.compactHistory();
    const late = await get(
      `/api/v1/pods?limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(late.body).toMatchObject({ code: 410, reason: 'Expired' });
    const rest = await get(
      `/api/v1/pods?limit=2&continue=${late.body.metadata.continue}`,
    );
    expect(
      rest.body.items.map((item: KubeObject) => item.metadata.name),
    ).toEqual(['p2', 'p3']);
    expect((await get('/api/v1/pods?continue=nonsense')).status).toBe(400);
  });

  it('selects by labels and fields', async () => {
    store.create(PODS, pod('a', 'shop', 'web'));
    store.create(PODS, pod('new-b', 'shop', 'api'));
    const names = async (query: string) =>
      (await get(`/api/v1/pods?${query}`)).body.items.map(
        (item: KubeObject) => item.metadata.name,
      );
    expect(await names('labelSelector=app=web,tier')).toEqual(['a']);
    expect(await names('labelSelector=app in (api,db),!old')).toEqual([
      'new-b',
    ]);
    expect(await names('labelSelector=app!=web')).toEqual(['new-b']);
    expect(await names('fieldSelector=status.phase=Running')).toEqual(['a']);
    expect(await names('fieldSelector=metadata.name=new-b')).toEqual(['new-b']);
    expect((await get('/api/v1/pods?fieldSelector=spec.x=1')).status).toBe(400);
  });

  it('watches from a version, and sees what leaves a selector as deleted', async () => {
    store.create(PODS, pod('a'));
    const list = await get('/api/v1/pods?labelSelector=app=web');
    const { resourceVersion } = list.body.metadata;
    const b = store.create(PODS, pod('b'));
    const events = await watch(
      `/api/v1/pods?watch=1&labelSelector=app=web&resourceVersion=${resourceVersion}`,
      3,
      () => {
        store.create(PODS, pod('c', 'shop', 'api'));
        store.update(PODS, {
          ...b,
          metadata: { ...b.metadata, labels: { app: 'api' } },
        });
        store.delete(PODS, 'shop', 'a');
      },
    );
    expect(
      events.map(({ type, object }) => `${type} ${object.metadata.name}`),
    ).toEqual(['ADDED b', 'DELETED b', 'DELETED a']);
    expect(events[0].object.kind).toBe('Pod');
  });

  it('sends initial events and bookmarks', async () => {
    store.create(PODS, pod('a'));
    const events = await watch(
      '/api/v1/pods?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      3,
    );
    expect(events.map(({ type }) => type)).toEqual([
      'ADDED',
      'BOOKMARK',
      'BOOKMARK',
    ]);
    expect(events[1].object.metadata.annotations).toEqual({
      'k8s.io/initial-events-end': 'true',
    });
    expect(events[2].object.metadata.resourceVersion).toBe(
      String(store.resourceVersion),
    );
    expect(
      (await get('/api/v1/pods?watch=1&sendInitialEvents=true')).status,
    ).toBe(422);
  });

  it('tells a watch from too long ago in its stream', async () => {
    const { resourceVersion } = store.create(PODS, pod('a')).metadata;
    for (let i = 0; i < 40; i++) {
      store.create(PODS, pod(`p${i}`));
    }
    const [event] = await watch(
      `/api/v1/pods?watch=1&resourceVersion=${resourceVersion}`,
      1,
    );
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
  });

  it('patches in three ways, raises the generation with the spec, and refuses an old version', async () => {
    store.create(DEPLOYMENTS, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 1,
        template: {
          spec: { containers: [{ name: 'main', image: 'web:1' }] },
        },
      },
    });
    const path = '/clusters/test/apis/apps/v1/namespaces/shop/deployments/web';
    const patch = (type: string, body: object, at = path) =>
      request(app)
        .patch(at)
        .set('authorization', TOKEN)
        .set('content-type', type)
        .send(JSON.stringify(body));
    const strategic = await patch('application/strategic-merge-patch+json', {
      spec: {
        template: {
          spec: { containers: [{ name: 'main', env: [{ name: 'A' }] }] },
        },
      },
    });
    expect(strategic.body.spec.template.spec.containers).toEqual([
      { name: 'main', image: 'web:1', env: [{ name: 'A' }] },
    ]);
    expect(strategic.body.metadata.generation).toBe(2);
    const json = await patch('application/json-patch+json', [
      { op: 'replace', path: '/spec/replicas', value: 3 },
    ]);
    expect(json.body.spec.replicas).toBe(3);
    const status = await patch(
      'application/merge-patch+json',
      { spec: { replicas: 9 }, status: { readyReplicas: 3 } },
      `${path}/status`,
    );
    expect(status.body).toMatchObject({
      spec: { replicas: 3 },
      status: { readyReplicas: 3 },
      metadata: { generation: 3 },
    });
    const stale = await request(app)
      .put(path)
      .set('authorization', TOKEN)
      .send(strategic.body);
    expect(stale.body).toMatchObject({ code: 409, reason: 'Conflict' });
  });

  it('creates and deletes', async () => {
    const path = '/clusters/test/api/v1/namespaces/shop/configmaps';
    const send = () =>
      request(app)
        .post(path)
        .set('authorization', TOKEN)
        .send({ metadata: { name: 'settings' }, data: { a: '1' } });
    expect((await send()).status).toBe(201);
    expect((await send()).body).toMatchObject({ reason: 'AlreadyExists' });
    await request(app).delete(`${path}/settings`).set('authorization', TOKEN);
    expect(store.count(CONFIG_MAPS)).toBe(0);
    const gone = await get('/api/v1/namespaces/shop/configmaps/settings');
    expect(gone.body).toMatchObject({ code: 404, reason: 'NotFound' });
  });

  it('serves the official client', async () => {
    store.create(PODS, pod('a'));
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [
        {
          name: 'test',
          server: `${url}/clusters/test`,
          skipTLSVerify: true,
        },
      ],
      users: [{ name: 'me', token: 'all' }],
      contexts: [{ name: 'test', cluster: 'test', user: 'me' }],
      currentContext: 'test',
    });
    const list = await config
      .makeApiClient(CoreV1Api)
      .listPodForAllNamespaces();
    expect(list.items[0].metadata?.name).toBe('a');
    const seen = await new Promise<string>((resolve, reject) => {
      const watching = new Watch(config).watch(
        '/api/v1/pods',
        { resourceVersion: list.metadata?.resourceVersion },
        (type, object) => {
          resolve(`${type} ${object.metadata.name}`);
          watching.then(controller => controller.abort()).catch(reject);
        },
        () => undefined,
      );
      watching.then(() => store.create(PODS, pod('b'))).catch(reject);
    });
    expect(seen).toBe('ADDED b');
  });
});
