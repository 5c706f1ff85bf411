import type { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import {
  FLUX_SERVED,
  observeFake,
  startFakeFlux,
} from '../__testUtils__/fakeFlux';
import {
  fluxObject,
  gitRepository,
  helmRelease,
  kustomization,
  NEXT_SHA,
  SHA,
} from '../__testUtils__/fluxObjects';

describe('the observation of a cluster with Flux', () => {
  let api: FakeKubernetes;
  let observed: Awaited<ReturnType<typeof observeFake>> | undefined;

  beforeEach(async () => {
    api = await startFakeFlux();
  });

  afterEach(async () => {
    await observed?.stop();
    await api.close();
  });

  it('tells a target once and whole, with what its source says', async () => {
    api.put('gitrepositories', gitRepository());
    api.put('kustomizations', kustomization('shop'));
    observed = await observeFake(api);
    await observed.started();
    expect(observed.count('observed')).toBe(1);
    expect(observed.target('shop')).toMatchObject({
      key: 'Kustomization/flux-system/shop',
      cluster: { name: 'prod-eu', server: api.url },
      destinationNamespace: 'shop-production',
      desired: [
        {
          url: 'https://github.com/acme/gitops.git',
          path: 'apps/shop/overlays/production',
          targetRevision: 'main',
          revision: SHA,
        },
      ],
      sync: { status: 'synced' },
      health: { status: 'healthy' },
    });
  });

  it('tells a target anew when its source has something newer, and not when it looked again', async () => {
    api.put('gitrepositories', gitRepository());
    api.put('kustomizations', kustomization('shop'));
    observed = await observeFake(api);
    await observed.started();
    api.put(
      'gitrepositories',
      gitRepository('gitops', { metadata: { annotations: { seen: 'again' } } }),
    );
    api.put('gitrepositories', gitRepository('gitops', { sha: NEXT_SHA }));
    await observed.until(soFar => soFar.at(-1)?.type === 'observed');
    expect(observed.target('shop')).toMatchObject({
      desired: [{ revision: SHA, available: NEXT_SHA }],
      sync: { status: 'outOfSync' },
    });
    expect(observed.count('observed')).toBe(2);
  });

  it('is no error where Flux is not installed, and finds it once it is', async () => {
    await api.close();
    api = await startFakeFlux([]);
    observed = await observeFake(api, { timing: { discoverMs: 10 } });
    await observed.started(0);
    expect(observed.observations).toEqual([
      expect.objectContaining({ type: 'checkpoint' }),
    ]);
    api.resources.push(...FLUX_SERVED);
    // The observation ends, and the next one looks at what is served then.
    await observed.ended();
    api.put('kustomizations', kustomization('shop'));
    observed = await observeFake(api);
    await observed.started();
    expect(observed.targets()).toHaveLength(1);
  });

  it('says so where Flux was asked for by the cluster’s name', async () => {
    await api.close();
    api = await startFakeFlux([]);
    observed = await observeFake(api, { flux: { clusters: ['prod-eu'] } });
    await observed.started(0);
    expect(observed.observations[0]).toMatchObject({
      type: 'problem',
      scope: 'flux',
      reason: expect.stringContaining('is Flux installed?'),
    });
  });

  it('reads the versions that are served, old ones as well', async () => {
    await api.close();
    api = await startFakeFlux(
      FLUX_SERVED.map(type =>
        type.kind === 'Kustomization' || type.kind === 'GitRepository'
          ? { ...type, version: 'v1beta2' }
          : {
              ...type,
              version: type.kind === 'HelmRelease' ? 'v2beta1' : 'v1',
            },
      ),
    );
    api.put('gitrepositories', gitRepository());
    api.put('kustomizations', kustomization('shop'));
    api.put(
      'helmreleases',
      helmRelease('till', {
        status: { history: undefined, lastAppliedRevision: '1.2.0' },
      }),
    );
    observed = await observeFake(api);
    await observed.started();
    expect(observed.targets()).toHaveLength(2);
    expect(observed.target('till')?.desired).toMatchObject([
      { revision: '1.2.0' },
    ]);
    const paths = api.requests.map(({ path }) => path);
    expect(paths).toContain(
      '/apis/kustomize.toolkit.fluxcd.io/v1beta2/kustomizations',
    );
    expect(paths).not.toContain(
      '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations',
    );
  });

  it('lets one forbidden namespace cost only itself', async () => {
    api.put('gitrepositories', gitRepository());
    api.put(
      'kustomizations',
      kustomization('shop', {
        metadata: { namespace: 'team-a' },
        spec: {
          sourceRef: {
            kind: 'GitRepository',
            namespace: 'flux-system',
            name: 'gitops',
          },
        },
      }),
    );
    api.put(
      'kustomizations',
      kustomization('till', { metadata: { namespace: 'team-b' } }),
    );
    api.forbids = ({ namespace }) => namespace === 'team-b';
    observed = await observeFake(api, {
      flux: { namespaces: ['team-a', 'team-b'] },
    });
    await observed.started();
    expect(observed.targets().map(({ name }) => name)).toEqual(['shop']);
    expect(observed.observations).toContainEqual(
      expect.objectContaining({
        type: 'problem',
        scope: 'kustomizations.kustomize.toolkit.fluxcd.io/team-b',
        reason: expect.stringContaining('forbidden'),
      }),
    );
    // The source is in a namespace that is not looked at: that is not the same as missing.
    expect(observed.target('shop')?.conditions).toEqual([
      expect.objectContaining({ type: 'SourceUnseen' }),
    ]);
  });

  it('lets one forbidden kind cost only itself', async () => {
    api.put('gitrepositories', gitRepository());
    api.put('kustomizations', kustomization('shop'));
    api.forbids = ({ plural }) => plural === 'gitrepositories';
    observed = await observeFake(api);
    await observed.started();
    expect(observed.target('shop')).toMatchObject({
      verification: { status: 'unknown' },
      conditions: [{ type: 'SourceUnseen', severity: 'info' }],
    });
  });

  it('fails where nothing at all may be listed', async () => {
    api.forbids = ({ verb }) => verb === 'list';
    observed = await observeFake(api);
    expect(await observed.ended()).toMatchObject({
      name: 'SourceFailure',
      kind: 'permission',
    });
  });

  it('empties what it does not look at any more', async () => {
    api.put('kustomizations', kustomization('shop'));
    observed = await observeFake(api, {
      flux: { namespaces: ['team-a'] },
      cursor: JSON.stringify({
        scopes: ['kustomizations.kustomize.toolkit.fluxcd.io'],
        problems: ['flux'],
      }),
    });
    await observed.started();
    expect(observed.observations.slice(0, 3)).toEqual([
      { type: 'listing', scope: 'kustomizations.kustomize.toolkit.fluxcd.io' },
      { type: 'listed', scope: 'kustomizations.kustomize.toolkit.fluxcd.io' },
      { type: 'problem', scope: 'flux' },
    ]);
  });

  it('tells who writes, as soon as an automation comes', async () => {
    api.put('gitrepositories', gitRepository());
    api.put('kustomizations', kustomization('shop'));
    observed = await observeFake(api);
    await observed.started();
    api.put(
      'imageupdateautomations',
      fluxObject(
        'ImageUpdateAutomation',
        'tags',
        {
          interval: '5m',
          sourceRef: { kind: 'GitRepository', name: 'gitops' },
        },
        {},
      ),
    );
    await observed.until(soFar => soFar.at(-1)?.type === 'observed');
    expect(observed.target('shop')?.writers).toEqual([
      {
        by: 'ImageUpdateAutomation flux-system/tags',
        writes:
          'the tags of images that cannot be told in the whole repository',
        suspended: false,
      },
    ]);
  });
});
