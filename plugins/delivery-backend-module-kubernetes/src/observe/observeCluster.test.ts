import {
  FakeKubernetes,
  uidOf,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import { deployment, DIGEST, pod, replicaSet } from '../testing/fixtures';
import { observeFake } from '../testing/observeFake';

describe('observeCluster', () => {
  let api: FakeKubernetes;
  let running: Awaited<ReturnType<typeof observeFake>>;

  beforeEach(async () => {
    api = await FakeKubernetes.start();
  });

  afterEach(async () => {
    await running?.stop();
    await api.close();
  });

  const observe = async (options: Parameters<typeof observeFake>[1] = {}) => {
    running = await observeFake(api, options);
    return running;
  };

  function putShop() {
    api.put('deployments', deployment('shop'));
    api.put('replicasets', replicaSet('shop', '5d8'));
    api.put('pods', pod('shop', '5d8', 'aaaaa'));
    api.put('pods', pod('shop', '5d8', 'bbbbb'));
  }

  it('tells a workload whole and once, with what its pods run', async () => {
    putShop();
    await (await observe()).started();
    expect(running.targets()).toEqual([
      {
        kind: 'target',
        key: 'apps/Deployment/shop/shop',
        type: 'workload',
        resource: 'Deployment',
        group: 'apps',
        name: 'shop',
        namespace: 'shop',
        cluster: { name: 'prod', server: api.url },
        labels: { 'app.kubernetes.io/name': 'shop' },
        desired: [],
        sync: {
          status: 'unknown',
          reason: 'plain workload: nothing compares it with Git',
        },
        health: { status: 'healthy', raw: 'NewReplicaSetAvailable' },
        images: [
          { repository: 'ghcr.io/acme/shop', tag: '1.0.0', digest: DIGEST },
        ],
        imagesAre: 'running',
        replicas: { desired: 2, ready: 2, updated: 2, available: 2 },
      },
    ]);
    expect(running.count('observed')).toBe(1);
  });

  it('says nothing where a pod comes that is like the others', async () => {
    putShop();
    await (await observe()).started();
    api.put('pods', pod('shop', '5d8', 'ccccc'));
    api.bookmark();
    await running.until(soFar => soFar.some(({ type }) => type === 'alive'));
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(running.count('observed')).toBe(1);
  });

  it('tells of a crash that only pods show', async () => {
    putShop();
    await (await observe()).started();
    api.put(
      'pods',
      pod('shop', '5d8', 'bbbbb', {
        ready: false,
        waiting: 'CrashLoopBackOff',
      }),
    );
    await running.until(
      () => running.target('shop')?.health.status === 'degraded',
    );
    expect(running.target('shop')?.health).toEqual({
      status: 'degraded',
      raw: 'CrashLoopBackOff',
      reason: '1 of 2 pods: CrashLoopBackOff',
    });
    api.remove('pods', 'shop', 'shop-5d8-bbbbb');
    await running.until(
      () => running.target('shop')?.health.status === 'healthy',
    );
  });

  it('tells both versions while one replaces the other', async () => {
    putShop();
    await (await observe()).started();
    const image = 'ghcr.io/acme/shop:2.0.0';
    const digest = `sha256:${'cd'.repeat(32)}`;
    api.put('replicasets', replicaSet('shop', '7f9', { revision: 2, image }));
    api.put('pods', pod('shop', '7f9', 'ddddd', { image, digest }));
    await running.until(() => running.target('shop')?.images.length === 2);
    expect(running.target('shop')?.images).toEqual([
      expect.objectContaining({ tag: '1.0.0' }),
      { repository: 'ghcr.io/acme/shop', tag: '2.0.0', digest },
    ]);
  });

  it('counts pods by the name of their ReplicaSet where that cannot be seen', async () => {
    putShop();
    api.forbids = ({ plural }) => plural === 'replicasets';
    await (await observe()).started();
    expect(running.target('shop')?.imagesAre).toBe('running');
    expect([...running.known().problems.keys()]).toEqual(['replicasets.apps']);
    api.remove('pods', 'shop', 'shop-5d8-aaaaa');
    api.remove('pods', 'shop', 'shop-5d8-bbbbb');
    await running.until(() => running.target('shop')?.imagesAre === 'desired');
  });

  it('says what is wanted where pods cannot be seen', async () => {
    putShop();
    api.forbids = ({ plural }) => plural === 'pods';
    await (await observe()).started();
    expect(running.target('shop')).toMatchObject({
      imagesAre: 'desired',
      images: [{ repository: 'ghcr.io/acme/shop', tag: '1.0.0' }],
    });
    expect(running.known().problems.get('pods')).toContain('cannot list');
  });

  it('loses one forbidden namespace only, and finds it again once it is allowed', async () => {
    putShop();
    const own = deployment('till');
    api.put('deployments', {
      ...own,
      metadata: { ...own.metadata, namespace: 'till' },
    });
    let forbidden = true;
    api.forbids = ({ namespace }) => forbidden && namespace === 'till';
    const kubernetes = { namespaces: ['shop', 'till'] };
    const timing = { retryRefusedMs: 20 };
    await (await observe({ kubernetes, timing })).started();
    expect(running.targets().map(({ name }) => name)).toEqual(['shop']);
    expect(running.known().problems.get('deployments.apps/till')).toContain(
      'in the namespace "till"',
    );
    forbidden = false;
    await running.until(
      () =>
        running.target('till') !== undefined &&
        running.known().problems.size === 0,
    );
    expect(
      api.requests.every(
        ({ verb, namespace }) => verb === 'discover' || namespace,
      ),
    ).toBe(true);
  });

  it('fails where nothing at all may be listed, and says what to do', async () => {
    api.forbids = ({ verb }) => verb === 'list';
    await observe();
    expect(await running.ended()).toMatchObject({
      kind: 'permission',
      message: expect.stringContaining("'namespaces'"),
    });
  });

  it('keeps what is known while a kind is forbidden', async () => {
    putShop();
    await (await observe()).started();
    const { cursor, items } = running.known();
    await running.stop();
    api.forbids = ({ plural }) => plural === 'deployments';
    await (await observe({ cursor })).started();
    const removed = running.observations.filter(
      one => one.type === 'listed' && one.scope === 'deployments.apps',
    );
    expect(items.size).toBeGreaterThan(0);
    expect(removed).toEqual([]);
  });

  it('empties what it was told to look at once and is not any more', async () => {
    putShop();
    await (
      await observe({ kubernetes: { namespaces: ['shop', 'old'] } })
    ).started();
    const { cursor } = running.known();
    await running.stop();
    await (
      await observe({ cursor, kubernetes: { namespaces: ['shop'] } })
    ).started();
    const listed = running.observations.flatMap(one =>
      one.type === 'listed' ? [one.scope] : [],
    );
    expect(listed).toContain('deployments.apps/old');
  });

  it('finds out what changed while the watches were cut off and history was lost', async () => {
    putShop();
    api.put('deployments', deployment('gone'));
    await (await observe()).started();
    api.whileDeaf(() => {
      api.remove('deployments', 'shop', 'gone');
      api.remove('pods', 'shop', 'shop-5d8-aaaaa');
      api.put(
        'pods',
        pod('shop', '5d8', 'bbbbb', { ready: false, waiting: 'ErrImagePull' }),
      );
      api.compact();
    });
    await running.until(
      () =>
        running.target('gone') === undefined &&
        running.target('shop')?.health.status === 'degraded',
    );
    expect(running.target('shop')?.health.reason).toBe(
      '1 of 1 pods: ErrImagePull',
    );
  });

  it('loses nothing but itself to a pod that cannot be read', async () => {
    putShop();
    const odd = pod('shop', '5d8', 'odd');
    api.put('pods', { ...odd, spec: { containers: 'none' } });
    await (await observe()).started();
    expect(running.target('shop')?.imagesAre).toBe('running');
    expect(running.observations).toContainEqual(
      expect.objectContaining({
        type: 'malformed',
        item: { kind: 'target', description: 'Pod shop/shop-5d8-odd' },
      }),
    );
  });

  it('does not go on telling what a workload was that cannot be read any more', async () => {
    putShop();
    await (await observe()).started();
    api.put('deployments', { ...deployment('shop'), spec: 'none' });
    await running.until(soFar =>
      soFar.some(one => one.type === 'malformed' && one.item.key),
    );
    const before = running.count('observed');
    api.put('deployments', deployment('other'));
    api.put('pods', pod('shop', '5d8', 'aaaaa', { ready: false }));
    await running.until(() => running.target('other') !== undefined);
    const told = running.observations
      .filter(one => one.type === 'observed')
      .slice(before)
      .flatMap(({ items }) => items.map(item => item.key));
    expect(told).not.toContain('apps/Deployment/shop/shop');
    api.remove('deployments', 'shop', 'shop');
    await running.until(() => running.target('shop') === undefined);
  });

  it('tells what it does not know of a cluster that serves other kinds now', async () => {
    putShop();
    await (await observe({ timing: { discoverMs: 20 } })).started();
    api.resources.push({
      group: 'argoproj.io',
      version: 'v1alpha1',
      plural: 'rollouts',
      kind: 'Rollout',
    });
    expect(await running.ended()).toBeUndefined();
    await (await observe()).started();
    expect(
      api.requests.some(
        ({ path }) => path === '/apis/argoproj.io/v1alpha1/rollouts',
      ),
    ).toBe(true);
  });

  it('asks whether the API server still answers where nothing is heard', async () => {
    putShop();
    await (await observe({ timing: { probeMs: 20 } })).started();
    await running.until(soFar => soFar.some(({ type }) => type === 'alive'));
    expect(api.requests.some(({ path }) => path === '/version')).toBe(true);
  });

  it('judges a CronJob by its last run, and reports no Job of its', async () => {
    const owner = {
      kind: 'CronJob',
      name: 'nightly',
      uid: uidOf('cronjobs/shop/nightly'),
      controller: true,
    };
    const spec = {
      template: {
        spec: { containers: [{ name: 'main', image: 'acme/settle:3' }] },
      },
    };
    const job = (status: object) => ({
      metadata: {
        namespace: 'shop',
        name: 'nightly-1',
        ownerReferences: [owner],
      },
      spec,
      status: { startTime: '2026-11-02T03:00:01Z', ...status },
    });
    api.put('cronjobs', {
      metadata: { namespace: 'shop', name: 'nightly' },
      spec: {
        schedule: '0 3 * * *',
        timeZone: 'Europe/Paris',
        jobTemplate: { spec },
      },
      status: { lastScheduleTime: '2026-11-02T03:00:00Z' },
    });
    api.put(
      'jobs',
      job({ conditions: [{ type: 'Complete', status: 'True' }] }),
    );
    await (await observe()).started();
    expect(running.targets()).toHaveLength(1);
    expect(running.target('nightly')).toMatchObject({
      resource: 'CronJob',
      health: { status: 'healthy' },
      schedule: {
        cron: '0 3 * * *',
        timeZone: 'Europe/Paris',
        lastRunAt: '2026-11-02T03:00:00Z',
        suspended: false,
      },
      images: [{ repository: 'docker.io/acme/settle', tag: '3' }],
      imagesAre: 'desired',
    });
    api.put(
      'jobs',
      job({
        conditions: [
          { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' },
        ],
      }),
    );
    await running.until(
      () => running.target('nightly')?.health.status === 'degraded',
    );
  });

  it('tells how far a canary has come', async () => {
    api.resources.push({
      group: 'argoproj.io',
      version: 'v1alpha1',
      plural: 'rollouts',
      kind: 'Rollout',
    });
    api.put('rollouts', {
      metadata: { namespace: 'shop', name: 'search', generation: 7 },
      spec: {
        replicas: 5,
        template: {
          spec: { containers: [{ name: 'main', image: 'acme/search:2' }] },
        },
        strategy: {
          canary: {
            steps: [
              { setWeight: 10 },
              { setWeight: 20 },
              { pause: {} },
              { setWeight: 50 },
            ],
          },
        },
      },
      status: {
        observedGeneration: '7',
        phase: 'Paused',
        message: 'CanaryPauseStep',
        currentStepIndex: 2,
        currentPodHash: 'b',
        stableRS: 'a',
        pauseConditions: [{ reason: 'CanaryPauseStep' }],
        readyReplicas: 5,
        updatedReplicas: 1,
        availableReplicas: 5,
      },
    });
    await (await observe()).started();
    expect(running.target('search')).toMatchObject({
      group: 'argoproj.io',
      health: { status: 'suspended', raw: 'Paused', reason: 'CanaryPauseStep' },
      rollout: {
        strategy: 'canary',
        step: 2,
        steps: 4,
        weight: 20,
        paused: true,
      },
    });
  });

  it('closes all watches when it is aborted', async () => {
    putShop();
    await (await observe()).started();
    expect(api.openWatches).toBeGreaterThan(5);
    await running.stop();
    while (api.openWatches > 0) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  });
});
