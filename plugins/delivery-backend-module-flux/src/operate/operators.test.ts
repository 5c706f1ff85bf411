import { mockServices } from '@backstage/backend-test-utils';
import type { OperationType } from '@throughline/plugin-delivery-common';
import type {
  FakeKubernetes,
  FakeObject,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { OperationRequest } from '@throughline/plugin-delivery-node';
import { map } from '../__testUtils__/around';
import { fakeSource, startFakeFlux } from '../__testUtils__/fakeFlux';
import {
  condition,
  gitRepository,
  helmRelease,
  helmRepository,
  kustomization,
  NEXT_SHA,
} from '../__testUtils__/fluxObjects';
import { FORCE_AT, OPERATION, REQUESTED_AT } from './LiveFluxObject';

const context = {
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
};
const FAILED = [condition('Ready', 'False', 'BuildFailed', 'no such file')];
const READY = [condition('Ready', 'True')];

describe('operations of Flux', () => {
  let api: FakeKubernetes;

  beforeEach(async () => {
    api = await startFakeFlux();
    api.put('gitrepositories', gitRepository());
    api.put('kustomizations', kustomization('shop'));
    api.put('helmrepositories', helmRepository());
    api.put('helmreleases', helmRelease('till'));
  });
  afterEach(() => api.close());

  const get = (plural: string, name: string) =>
    api.get(plural, 'flux-system', name) as any;
  const operator = async (operation: OperationType, sourceWaitMs = 0) => {
    const source = await fakeSource(api, {
      flux: { operations: true },
      sourceWaitMs,
    });
    return source.operators!.find(each => each.operation === operation)!;
  };
  const request = (
    object: FakeObject,
    token = 'token-1',
  ): OperationRequest => ({
    subject: { kind: 'target', target: map(object).target },
    parameters: {},
    token,
    actor: 'user:default/ada',
  });
  const shop = () => get('kustomizations', 'shop');
  /** What the controllers write. */
  const status = (plural: string, name: string, part: object) => {
    const object = get(plural, name);
    api.put(plural, { ...object, status: { ...object.status, ...part } });
  };
  const handled = (plural: string, name: string, more: object = {}) =>
    status(plural, name, { lastHandledReconcileAt: 'token-1', ...more });

  it('asks the source first, then what is made from it, under one token', async () => {
    const handle = await (
      await operator('reconcile')
    ).start(request(shop()), context);
    expect(api.patches).toMatchObject([
      {
        plural: 'gitrepositories',
        name: 'gitops',
        fieldManager: 'throughline',
        body: { metadata: { annotations: { [REQUESTED_AT]: 'token-1' } } },
      },
      {
        plural: 'kustomizations',
        name: 'shop',
        body: { metadata: { annotations: { [REQUESTED_AT]: 'token-1' } } },
      },
    ]);
    const again = await operator('reconcile');
    expect(await again.find(request(shop()), context)).toEqual(handle);
    expect(await again.find(request(shop(), 'other'), context)).toBeUndefined();
  });

  it('waits a moment for the source, so that the newest is applied', async () => {
    const reconcile = await operator('reconcile', 5_000);
    const started = reconcile.start(request(shop()), context);
    while (api.patches.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(api.patches).toHaveLength(1);
    handled('gitrepositories', 'gitops');
    await started;
    expect(api.patches).toHaveLength(2);
  });

  it('is done when both have handled it and all is applied and well', async () => {
    const reconcile = await operator('reconcile');
    const handle = await reconcile.start(request(shop()), context);
    const follow = () => reconcile.follow(handle, context);
    expect(await follow()).toMatchObject({
      state: 'running',
      message:
        'Flux has not finished with GitRepository flux-system/gitops yet',
    });
    handled('gitrepositories', 'gitops', {
      artifact: { revision: `main@sha1:${NEXT_SHA}` },
    });
    expect(await follow()).toMatchObject({
      message: 'Flux has not finished with Kustomization flux-system/shop yet',
    });
    handled('kustomizations', 'shop');
    // Well, but of the commit before.
    expect(await follow()).toMatchObject({
      state: 'running',
      message: 'what its source has fetched is not applied yet',
    });
    status('kustomizations', 'shop', { conditions: FAILED });
    expect(await follow()).toMatchObject({ state: 'running' });
    status('kustomizations', 'shop', {
      lastAttemptedRevision: `main@sha1:${NEXT_SHA}`,
    });
    expect(await follow()).toEqual({
      state: 'failed',
      message: 'Kustomization flux-system/shop: BuildFailed: no such file',
    });
    status('kustomizations', 'shop', { conditions: READY });
    expect(await follow()).toEqual({ state: 'succeeded' });
  });

  it.each([
    ['Ready', 'True', 'succeeded'],
    ['Ready', 'False', 'failed'],
    ['Ready', 'Unknown', 'running'],
    ['Ready', 'Splendid', 'running'],
    ['Stalled', 'True', 'failed'],
    ['Other', 'True', 'running'],
  ])('%s=%s is %s', async (type, value, state) => {
    const reconcile = await operator('reconcile');
    const handle = await reconcile.start(request(shop()), context);
    handled('gitrepositories', 'gitops');
    handled('kustomizations', 'shop', { conditions: [condition(type, value)] });
    expect((await reconcile.follow(handle, context)).state).toBe(state);
  });

  it('fails with its source', async () => {
    const reconcile = await operator('reconcile');
    const handle = await reconcile.start(request(shop()), context);
    handled('gitrepositories', 'gitops', {
      conditions: [condition('Ready', 'False', 'GitOperationFailed', 'denied')],
    });
    handled('kustomizations', 'shop');
    expect(await reconcile.follow(handle, context)).toEqual({
      state: 'failed',
      message: 'GitRepository flux-system/gitops: GitOperationFailed: denied',
    });
  });

  it('takes a later request that was handled for its own, too', async () => {
    const reconcile = await operator('reconcile');
    const handle = await reconcile.start(request(shop()), context);
    for (const [plural, name] of [
      ['gitrepositories', 'gitops'],
      ['kustomizations', 'shop'],
    ]) {
      const object = get(plural, name);
      object.metadata.annotations[REQUESTED_AT] = 'later';
      status(plural, name, { lastHandledReconcileAt: 'later' });
    }
    expect((await reconcile.follow(handle, context)).state).toBe('succeeded');
  });

  it('asks no source that cannot fetch', async () => {
    api.put(
      'gitrepositories',
      gitRepository('gitops', { spec: { suspend: true } }),
    );
    api.put('helmrepositories', helmRepository('charts', { type: 'oci' }));
    const reconcile = await operator('reconcile');
    await reconcile.start(request(shop()), context);
    await reconcile.start(request(get('helmreleases', 'till')), context);
    expect(api.patches.map(({ plural }) => plural)).toEqual([
      'kustomizations',
      'helmreleases',
    ]);
  });

  it('does nothing to what is suspended, whatever was observed', async () => {
    const before = request(shop());
    api.put(
      'kustomizations',
      kustomization('shop', { spec: { suspend: true } }),
    );
    const reconcile = await operator('reconcile');
    expect(reconcile.unavailable!(before.subject)).toBeUndefined();
    expect(reconcile.unavailable!(request(shop()).subject)).toBe(
      'it is suspended',
    );
    await expect(reconcile.start(before, context)).rejects.toMatchObject({
      kind: 'protocol',
      message: 'Kustomization flux-system/shop is suspended: resume it first',
    });
    expect(api.patches).toEqual([]);
  });

  it('fails where it is suspended or removed meanwhile', async () => {
    const reconcile = await operator('reconcile');
    const handle = await reconcile.start(request(shop()), context);
    handled('gitrepositories', 'gitops');
    api.put(
      'kustomizations',
      kustomization('shop', { spec: { suspend: true } }),
    );
    expect(await reconcile.follow(handle, context)).toMatchObject({
      state: 'failed',
      message: 'Kustomization flux-system/shop was suspended meanwhile',
    });
    api.remove('kustomizations', 'flux-system', 'shop');
    expect(await reconcile.follow(handle, context)).toMatchObject({
      state: 'failed',
      message: 'Kustomization flux-system/shop is gone',
    });
  });

  it('forces a release by two equal annotations, and waits for both', async () => {
    const force = await operator('force');
    const handle = await force.start(
      request(get('helmreleases', 'till')),
      context,
    );
    expect(api.patches).toMatchObject([
      {
        plural: 'helmreleases',
        body: {
          metadata: {
            annotations: { [REQUESTED_AT]: 'token-1', [FORCE_AT]: 'token-1' },
          },
        },
      },
    ]);
    handled('helmreleases', 'till');
    expect((await force.follow(handle, context)).state).toBe('running');
    handled('helmreleases', 'till', { lastHandledForceAt: 'token-1' });
    expect((await force.follow(handle, context)).state).toBe('succeeded');
  });

  it('suspends and resumes, and warns where Git may undo it', async () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    api.put('kustomizations', kustomization('shop', { metadata: { labels } }));
    const suspend = await operator('suspend');
    expect(suspend.unavailable!(request(shop()).subject)).toBeUndefined();
    const handle = await suspend.start(request(shop()), context);
    expect(shop()).toMatchObject({
      metadata: { annotations: { [OPERATION]: 'token-1' } },
      spec: { suspend: true },
    });
    expect(await suspend.find(request(shop()), context)).toEqual(handle);
    expect(await suspend.follow(handle, context)).toEqual({
      state: 'succeeded',
      message:
        'It is itself applied from Git by Kustomization flux-system/apps, which may undo this: change spec.suspend there as well.',
    });
    expect(suspend.unavailable!(request(shop()).subject)).toBe(
      'it is suspended already',
    );

    const resume = await operator('resume');
    const resumed = await resume.start(request(shop(), 'token-2'), context);
    expect(shop().spec.suspend).toBe(false);
    expect(await suspend.follow(handle, context)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('it was resumed again'),
    });
    expect(await resume.follow(resumed, context)).toMatchObject({
      state: 'running',
    });
    status('kustomizations', 'shop', { observedGeneration: 3 });
    expect((await resume.follow(resumed, context)).state).toBe('succeeded');
    expect(resume.unavailable!(request(shop()).subject)).toBe(
      'it is not suspended',
    );
  });

  it('says of what is resumed that it fails', async () => {
    const resume = await operator('resume');
    api.put(
      'kustomizations',
      kustomization('shop', {
        spec: { suspend: true },
        status: { conditions: FAILED },
      }),
    );
    const handle = await resume.start(request(shop()), context);
    status('kustomizations', 'shop', {
      conditions: [{ ...FAILED[0], observedGeneration: 2 }],
    });
    expect(await resume.follow(handle, context)).toEqual({
      state: 'succeeded',
      message: 'It goes on, and fails: BuildFailed: no such file',
    });
  });

  it('says which right is missing', async () => {
    api.forbids = ({ verb, plural }) =>
      verb === 'patch' && plural === 'kustomizations';
    await expect(
      (await operator('suspend')).start(request(shop()), context),
    ).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining("grant it 'patch' on kustomizations"),
    });
  });
});
