import { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { deployment, replicaSet } from '../testing/fixtures';
import { observeFake } from '../testing/observeFake';

describe('deployments', () => {
  let api: FakeKubernetes;
  let running: Awaited<ReturnType<typeof observeFake>>;

  beforeEach(async () => {
    api = await FakeKubernetes.start();
  });

  afterEach(async () => {
    await running.stop();
    await api.close();
  });

  const image = (version: string) => `ghcr.io/acme/shop:${version}`;
  const at = (day: number) => `2026-11-0${day}T08:00:00Z`;

  const summary = () =>
    running
      .deployments()
      .map(({ key, images, outcome, startedAt, finishedAt, message }) => [
        key.split('/')[1],
        images?.map(({ tag }) => tag).join() ?? '',
        outcome,
        startedAt,
        finishedAt,
        message,
      ])
      .sort((one, other) => Number(one[0]) - Number(other[0]));

  async function told(kubernetes = {}) {
    running = await observeFake(api, { kubernetes });
    await running.started();
    return summary();
  }

  it('tells what each revision deployed, and how the newest went', async () => {
    api.put(
      'replicasets',
      replicaSet('shop', 'a', {
        revision: 1,
        image: image('1'),
        createdAt: at(1),
        replicas: 0,
      }),
    );
    api.put(
      'replicasets',
      replicaSet('shop', 'b', {
        revision: 2,
        image: image('2'),
        createdAt: at(2),
      }),
    );
    api.put(
      'deployments',
      deployment('shop', {
        revision: '2',
        image: image('2'),
        status: {
          conditions: [
            {
              type: 'Progressing',
              status: 'True',
              reason: 'NewReplicaSetAvailable',
              lastUpdateTime: '2026-11-02T08:03:00Z',
            },
          ],
        },
      }),
    );
    expect(await told()).toEqual([
      ['1', '1', 'unknown', at(1), undefined, undefined],
      ['2', '2', 'succeeded', at(2), '2026-11-02T08:03:00Z', undefined],
    ]);
  });

  it('takes a restart for none, and a change of configuration for one', async () => {
    const restarted = { 'kubectl.kubernetes.io/restartedAt': at(2) };
    api.put(
      'replicasets',
      replicaSet('shop', 'a', {
        revision: 1,
        image: image('1'),
        createdAt: at(1),
      }),
    );
    api.put(
      'replicasets',
      replicaSet('shop', 'b', {
        revision: 2,
        image: image('1'),
        createdAt: at(2),
        annotations: restarted,
      }),
    );
    api.put(
      'replicasets',
      replicaSet('shop', 'c', {
        revision: 3,
        image: image('1'),
        createdAt: at(3),
        annotations: { ...restarted, 'acme/config': 'x1' },
      }),
    );
    api.put('deployments', deployment('shop', { revision: '3' }));
    expect((await told()).map(([number]) => number)).toEqual(['1', '3']);
  });

  it('knows a restart by its time where what was before is not kept', async () => {
    api.put(
      'replicasets',
      replicaSet('shop', 'b', {
        revision: 7,
        createdAt: at(2),
        annotations: { 'kubectl.kubernetes.io/restartedAt': at(2) },
      }),
    );
    api.put('deployments', deployment('shop', { revision: '7' }));
    expect(await told()).toEqual([]);
  });

  it('tells a roll back, of which nobody wrote down when it began', async () => {
    api.put(
      'replicasets',
      replicaSet('shop', 'a', {
        revision: 3,
        history: '1',
        image: image('1'),
        createdAt: at(1),
      }),
    );
    api.put(
      'replicasets',
      replicaSet('shop', 'b', {
        revision: 2,
        image: image('2'),
        createdAt: at(2),
        replicas: 0,
      }),
    );
    api.put(
      'deployments',
      deployment('shop', { revision: '3', image: image('1') }),
    );
    expect(await told()).toEqual([
      ['1', '1', 'unknown', at(1), undefined, undefined],
      ['2', '2', 'unknown', at(2), undefined, undefined],
      ['3', '1', 'succeeded', undefined, '2026-11-01T08:05:00Z', undefined],
    ]);
  });

  it('tells one that is under way, and then how it ended', async () => {
    const progressing = (reason: string, more = {}) => ({
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason,
          lastUpdateTime: at(2),
          ...more,
        },
      ],
    });
    api.put('replicasets', replicaSet('shop', 'a', { createdAt: at(1) }));
    api.put(
      'deployments',
      deployment('shop', { status: progressing('ReplicaSetUpdated') }),
    );
    expect(await told()).toEqual([
      ['1', '1.0.0', 'running', at(1), undefined, undefined],
    ]);
    api.put(
      'deployments',
      deployment('shop', { status: progressing('ProgressDeadlineExceeded') }),
    );
    await running.until(() => summary()[0][2] === 'failed');
    expect(summary()).toEqual([
      ['1', '1.0.0', 'failed', at(1), at(2), undefined],
    ]);
  });

  it('leaves what a GitOps controller manages to that one, unless told', async () => {
    const annotations = {
      'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/shop',
      'deployment.kubernetes.io/revision': '1',
    };
    api.put('replicasets', replicaSet('shop', 'a'));
    api.put('deployments', deployment('shop', { metadata: { annotations } }));
    expect(await told()).toEqual([]);
    expect(running.target('shop')).toBeDefined();
    await running.stop();
    expect(await told({ deployments: 'all' })).toHaveLength(1);
    await running.stop();
    expect(await told({ deployments: 'none' })).toEqual([]);
  });

  it('tells those of a StatefulSet by its ControllerRevisions', async () => {
    const template = (tag: string) => ({
      spec: { containers: [{ name: 'main', image: image(tag) }] },
    });
    const stored = api.put('statefulsets', {
      metadata: { namespace: 'shop', name: 'db', generation: 1 },
      spec: { replicas: 1, template: template('2') },
      status: {
        observedGeneration: 1,
        replicas: 1,
        readyReplicas: 1,
        updatedReplicas: 1,
        currentRevision: 'db-2',
        updateRevision: 'db-2',
      },
    });
    [1, 2].forEach(revision =>
      api.put('controllerrevisions', {
        metadata: {
          namespace: 'shop',
          name: `db-${revision}`,
          creationTimestamp: at(revision),
          ownerReferences: [
            {
              kind: 'StatefulSet',
              name: 'db',
              uid: stored.metadata.uid,
              controller: true,
            },
          ],
        },
        revision,
        data: { spec: { template: template(String(revision)) } },
      }),
    );
    expect(await told()).toEqual([
      ['1', '1', 'unknown', at(1), undefined, undefined],
      ['2', '2', 'succeeded', at(2), undefined, undefined],
    ]);
  });
});
