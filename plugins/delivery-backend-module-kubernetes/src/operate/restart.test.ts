import { mockServices } from '@backstage/backend-test-utils';
import { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import type {
  OperationRequest,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { deployment } from '../testing/fixtures';
import { fakeSource } from '../testing/observeFake';

const target: TargetItem = {
  kind: 'target',
  key: 'apps/Deployment/shop/web',
  type: 'workload',
  resource: 'Deployment',
  group: 'apps',
  name: 'web',
  namespace: 'shop',
  labels: {},
  desired: [],
  sync: { status: 'unknown', reason: 'not told' },
  health: { status: 'healthy' },
  images: [],
  imagesAre: 'running',
};

const request = (token: string): OperationRequest => ({
  subject: { kind: 'target', target },
  parameters: {},
  token,
  actor: 'user:default/ada',
});

describe('a restart', () => {
  let api: FakeKubernetes;
  const context = {
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  };

  beforeEach(async () => {
    api = await FakeKubernetes.start();
    api.put('deployments', deployment('web'));
  });
  afterEach(() => api.close());

  const restart = async () => {
    const source = await fakeSource(api, { kubernetes: { operations: true } });
    return source.operators!.find(each => each.operation === 'restart')!;
  };
  const web = () => api.get('deployments', 'shop', 'web') as any;

  it('marks the pod template, and is found again by its token', async () => {
    const handle = await (await restart()).start(request('token-1'), context);
    expect(
      web().spec.template.metadata.annotations[
        'kubectl.kubernetes.io/restartedAt'
      ],
    ).toBe(handle.at);
    await expect(
      (await restart()).find(request('token-1'), context),
    ).resolves.toEqual(handle);
    await expect(
      (await restart()).find(request('token-2'), context),
    ).resolves.toBe(undefined);
  });

  it('touches nothing that Git has: no replicas, images or labels', async () => {
    const before = web();
    const handle = await (await restart()).start(request('token-1'), context);
    expect(api.patches).toEqual([
      expect.objectContaining({
        fieldManager: 'throughline',
        body: {
          metadata: { annotations: { 'delivery/operation': 'token-1' } },
          spec: {
            template: {
              metadata: {
                annotations: {
                  'kubectl.kubernetes.io/restartedAt': handle.at,
                },
              },
            },
          },
        },
      }),
    ]);
    const after = web();
    delete after.spec.template.metadata.annotations;
    expect(after.spec).toEqual(before.spec);
  });

  it.each<[string, object, string]>([
    ['all pods are new', {}, 'succeeded'],
    ['pods are being replaced', { updatedReplicas: 1 }, 'running'],
    [
      'the deadline has passed',
      {
        updatedReplicas: 1,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'it has timed out',
          },
        ],
      },
      'failed',
    ],
  ])('that is asked for when %s', async (_, status, state) => {
    const handle = await (await restart()).start(request('token-1'), context);
    const now = web();
    api.put('deployments', {
      ...now,
      status: {
        ...now.status,
        observedGeneration: now.metadata.generation,
        ...status,
      },
    });
    expect(await (await restart()).follow(handle, context)).toMatchObject({
      state,
    });
  });

  it('is not offered where the configuration does not allow it', async () => {
    expect((await fakeSource(api)).operators).toBeUndefined();
  });

  it('says that a paused rollout would replace nothing', async () => {
    api.put('deployments', deployment('web', { spec: { paused: true } }));
    await expect(
      (await restart()).start(request('token-1'), context),
    ).rejects.toMatchObject({
      kind: 'protocol',
      message: expect.stringContaining('paused'),
    });
  });

  it('of what is gone has failed', async () => {
    const handle = await (await restart()).start(request('token-1'), context);
    api.remove('deployments', 'shop', 'web');
    expect(await (await restart()).follow(handle, context)).toEqual({
      state: 'failed',
      message: 'the workload is gone',
    });
  });
});
