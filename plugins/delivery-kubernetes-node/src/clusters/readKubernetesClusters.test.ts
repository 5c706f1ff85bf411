import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { KubeConfig } from '@kubernetes/client-node';
import { FakeKubernetes } from '../testing';
import { readKubernetesClusters } from './readKubernetesClusters';

const load = async () => ({ KubeConfig });

describe('readKubernetesClusters', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clusters-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const read = (config: JsonObject) =>
    readKubernetesClusters(new ConfigReader(config), { loadKubeConfig: load });
  const own = (...clusters: JsonObject[]) => ({
    delivery: { kubernetes: { clusters } },
  });
  const located = (...clusters: JsonObject[]) => ({
    kubernetes: {
      clusterLocatorMethods: [{ type: 'config', clusters }],
    },
  });
  const URL = 'https://api.example.com';

  it('has none where nothing is configured', async () => {
    expect(await read({})).toEqual([]);
  });

  it('reads our own list and the locators, ours first where both have a name', async () => {
    const clusters = await read({
      ...own({ name: 'prod', url: URL, token: 't', namespaces: ['b', 'a'] }),
      ...located(
        { name: 'prod', url: 'https://other', authProvider: 'oidc' },
        {
          name: 'dev',
          url: 'https://dev/',
          authProvider: 'serviceAccount',
          serviceAccountToken: 's',
        },
      ),
    });
    expect(
      clusters.map(({ title, server, namespaces, unavailable }) => ({
        title,
        server,
        namespaces,
        unavailable,
      })),
    ).toEqual([
      { title: 'prod', server: URL, namespaces: ['a', 'b'] },
      { title: 'dev', server: 'https://dev' },
    ]);
  });

  it('leaves the locators alone where told', async () => {
    const clusters = await read({
      delivery: { kubernetes: { useClusterLocators: false } },
      ...located({ name: 'dev', url: URL, authProvider: 'oidc' }),
    });
    expect(clusters).toEqual([]);
  });

  it.each([
    ['oidc', 'needs the token of the user'],
    ['google', 'needs the token of the user'],
    ['aks', 'needs the token of the user'],
    ['aws', 'is not supported'],
    ['serviceAccount', 'has no serviceAccountToken'],
  ])('says why a cluster with %s cannot be collected', async (auth, reason) => {
    const [cluster] = await read(
      located({ name: 'c', url: URL, authProvider: auth }),
    );
    expect(cluster.unavailable).toContain(reason);
    expect(cluster.unavailable).toContain('delivery.kubernetes.clusters');
    expect(cluster.connect).toBeUndefined();
  });

  it.each(['gke', 'catalog'])(
    'says that a locator %s is not collected',
    async type => {
      const [cluster] = await read({
        kubernetes: { clusterLocatorMethods: [{ type, projectId: 'acme' }] },
      });
      expect(cluster).toMatchObject({
        name: `${type}-acme`,
        unavailable: expect.stringContaining(
          'kubernetes.clusterLocatorMethods[0]',
        ),
      });
    },
  );

  it("makes an id's name of names that others gave", async () => {
    const arn = 'arn:aws:eks:eu-west-1:123456789012:cluster/shop';
    const clusters = await read(
      own(
        { name: arn, url: URL, token: 't' },
        { name: 'shop', url: URL, token: 't' },
      ),
    );
    expect(clusters.map(({ name }) => name)).toEqual([
      'arn-aws-eks-eu-west-1-123456789012-cluster-shop',
      'shop',
    ]);
    expect(clusters[0].title).toBe(arn);
  });

  it.each<[string, JsonObject, string]>([
    ['no name', { url: URL, token: 't' }, 'clusters[0].name'],
    ['no way', { name: 'a' }, "clusters[0]': it does not say how"],
    [
      'two ways',
      { name: 'a', url: URL, inCluster: true },
      'are given together',
    ],
    ['no token', { name: 'a', url: URL }, 'clusters[0].token'],
    [
      'two tokens',
      { name: 'a', url: URL, token: 't', tokenFile: '/x' },
      'both given',
    ],
    ['no URL', { name: 'a', url: 'api', token: 't' }, 'clusters[0].url'],
    [
      'bad CA',
      { name: 'a', url: URL, token: 't', caData: 'eHl6' },
      'clusters[0].caData',
    ],
    [
      'no file',
      { name: 'a', kubeconfig: { file: '/no/such' } },
      'clusters[0].kubeconfig',
    ],
    [
      'relative file',
      { name: 'a', kubeconfig: { file: 'here' } },
      'not an absolute path',
    ],
    [
      'empty namespaces',
      { name: 'a', url: URL, token: 't', namespaces: [] },
      'clusters[0].namespaces',
    ],
    [
      'a pattern',
      { name: 'a', url: URL, token: 't', namespaces: ['shop-*'] },
      'clusters[0].namespaces[0]',
    ],
    [
      'not in a cluster',
      { name: 'a', inCluster: true },
      'clusters[0].inCluster',
    ],
  ])('refuses a cluster with %s', async (_, cluster, message) => {
    await expect(read(own(cluster))).rejects.toThrow(message);
  });

  it('refuses two of one name', async () => {
    const cluster = { name: 'a', url: URL, token: 't' };
    await expect(read(own(cluster, cluster))).rejects.toThrow(
      "delivery.kubernetes.clusters[1].name': 'a' is also the name of",
    );
  });

  describe('with an API server', () => {
    let api: FakeKubernetes;
    const signal = new AbortController().signal;

    beforeEach(async () => {
      api = await FakeKubernetes.start({ token: 'the-first-token' });
    });

    afterEach(async () => {
      await api.close();
    });

    const ask = async (config: JsonObject) => {
      const [cluster] = await read(config);
      return {
        cluster,
        call: () =>
          cluster.connect!().json({
            operation: 'probe',
            path: ['version'],
            signal,
          }),
      };
    };

    it('reads a token file again at the next call after it changed', async () => {
      const tokenFile = join(folder, 'token');
      await writeFile(tokenFile, 'an-old-token');
      const { call } = await ask(own({ name: 'a', url: api.url, tokenFile }));
      const error = await call().catch((e: unknown) => e);
      expect(error).toMatchObject({ kind: 'authentication' });
      expect(String(error)).not.toContain('an-old-token');
      await writeFile(tokenFile, 'the-first-token\n');
      expect(await call()).toMatchObject({ major: '1' });
    });

    it("uses a kubeconfig's context, and its exec plugin", async () => {
      const plugin = join(folder, 'plugin.js');
      await writeFile(
        plugin,
        `process.stdout.write(JSON.stringify({
          apiVersion: 'client.authentication.k8s.io/v1',
          kind: 'ExecCredential',
          status: { token: ['the-first', 'token'].join('-') },
        }))`,
      );
      const file = join(folder, 'kubeconfig');
      await writeFile(
        file,
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Config',
          'current-context': 'other',
          clusters: [
            {
              name: 'c',
              cluster: {
                server: `${api.url}/`,
                'insecure-skip-tls-verify': true,
              },
            },
            { name: 'o', cluster: { server: 'https://other' } },
          ],
          users: [
            {
              name: 'u',
              user: {
                exec: {
                  apiVersion: 'client.authentication.k8s.io/v1',
                  command: process.execPath,
                  args: [plugin],
                },
              },
            },
          ],
          contexts: [
            { name: 'main', context: { cluster: 'c', user: 'u' } },
            { name: 'other', context: { cluster: 'o', user: 'u' } },
          ],
        }),
      );
      const { cluster, call } = await ask(
        own({ name: 'a', kubeconfig: { file, context: 'main' } }),
      );
      expect(cluster.server).toBe(api.url);
      expect(await call()).toMatchObject({ major: '1' });
      await expect(
        read(own({ name: 'a', kubeconfig: { file, context: 'none' } })),
      ).rejects.toThrow("no context 'none' (it has main, other)");
    });

    it('never tells the token', async () => {
      await api.upstream.misbehave({ type: 'echo' });
      const { call } = await ask(
        own({ name: 'a', url: api.url, token: 'the-first-token' }),
      );
      const error = await call().catch((e: unknown) => e);
      expect(error).toMatchObject({ kind: 'unreachable', status: 500 });
      expect(String(error)).not.toContain('the-first-token');
    });
  });
});
