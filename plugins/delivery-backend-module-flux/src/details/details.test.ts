import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import type { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { fakeSource, startFakeFlux } from '../__testUtils__/fakeFlux';
import {
  condition,
  helmRelease,
  kustomization,
} from '../__testUtils__/fluxObjects';

const context = {
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
};
const target = {
  key: 'Kustomization/flux-system/shop',
  resource: 'Kustomization',
  group: 'kustomize.toolkit.fluxcd.io',
  namespace: 'flux-system',
  name: 'shop',
} as TargetItem;

const labels = {
  'kustomize.toolkit.fluxcd.io/name': 'shop',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const inventory = {
  entries: [
    { id: 'shop_shop_apps_Deployment' },
    { id: 'shop_gone_apps_Deployment' },
    { id: 'shop_shop__Service' },
    { id: 'flux-system_till_helm.toolkit.fluxcd.io_HelmRelease' },
  ],
};

describe('details of a Kustomization', () => {
  let api: FakeKubernetes;
  let details: NonNullable<Awaited<ReturnType<typeof fakeSource>>['details']>;

  beforeEach(async () => {
    api = await startFakeFlux();
    details = (await fakeSource(api)).details!;
    api.put('kustomizations', kustomization('shop', { status: { inventory } }));
    api.put('deployments', {
      metadata: { name: 'shop', namespace: 'shop', generation: 1, labels },
      spec: { replicas: 3 },
      status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 3 },
    });
    api.put(
      'helmreleases',
      helmRelease('till', {
        metadata: { labels },
        status: {
          conditions: [condition('Ready', 'False', 'UpgradeFailed', 'no')],
        },
      }),
    );
  });

  afterEach(() => api.close());

  it('are what it has applied, and how that fares', async () => {
    expect(await details.resources!(target, context)).toEqual({
      kind: 'resources',
      resources: [
        { kind: 'Service', namespace: 'shop', name: 'shop' },
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'gone',
          health: 'missing',
        },
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'shop',
          health: 'progressing',
          message: '2 of 3 ready',
        },
        {
          group: 'helm.toolkit.fluxcd.io',
          kind: 'HelmRelease',
          namespace: 'flux-system',
          name: 'till',
          health: 'degraded',
          message: 'UpgradeFailed: no',
        },
      ],
    });
  });

  it('do not call missing what may not be listed', async () => {
    api.forbids = ({ plural }) => plural === 'deployments';
    const told = await details.resources!(target, context);
    expect(told).toMatchObject({
      resources: [{}, { name: 'gone' }, { name: 'shop' }, {}],
    });
    expect(JSON.stringify(told)).not.toContain('missing');
  });

  it('do not look here for what is applied elsewhere', async () => {
    api.put(
      'kustomizations',
      kustomization('shop', {
        spec: { kubeConfig: { secretRef: { name: 'prod-us' } } },
        status: { inventory },
      }),
    );
    await details.resources!(target, context);
    expect(api.requests.some(({ plural }) => plural === 'deployments')).toBe(
      false,
    );
  });

  it('say that it is gone', async () => {
    await expect(
      details.resources!({ ...target, name: 'gone' }, context),
    ).rejects.toThrow(NotFoundError);
  });

  it('are its own events, newest first', async () => {
    const event = (name: string, object: string, lastTimestamp: string) =>
      api.put('events', {
        metadata: { namespace: 'flux-system', name },
        involvedObject: { kind: 'Kustomization', name: object },
        type: 'Warning',
        reason: 'BuildFailed',
        message: 'no\nsuch file',
        lastTimestamp,
      });
    event('one', 'shop', '2026-11-01T10:00:00Z');
    event('two', 'shop', '2026-11-01T11:00:00Z');
    event('three', 'till', '2026-11-01T12:00:00Z');
    expect(await details.events!(target, context)).toMatchObject({
      kind: 'events',
      events: [
        {
          lastAt: '2026-11-01T11:00:00Z',
          message: 'no such file',
          object: 'Kustomization/shop',
          count: 1,
        },
        { lastAt: '2026-11-01T10:00:00Z' },
      ],
    });
    expect(api.requests.at(-1)?.query.get('fieldSelector')).toBe(
      'involvedObject.kind=Kustomization,involvedObject.name=shop',
    );
  });

  it('encode names', async () => {
    await details.resources!({ ...target, name: 'a/../b' }, context).catch(
      () => {},
    );
    expect(api.requests.map(({ path }) => path)).toContain(
      '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/a%2F..%2Fb',
    );
  });
});
