import { NotFoundError } from '@backstage/errors';
import { mockServices } from '@backstage/backend-test-utils';
import { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { deployment, pod } from '../testing/fixtures';
import { fakeSource } from '../testing/observeFake';

const context = {
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
};

const target = {
  key: 'apps/Deployment/shop/shop',
  resource: 'Deployment',
  group: 'apps',
  namespace: 'shop',
  name: 'shop',
} as TargetItem;

describe('details of a workload', () => {
  let api: FakeKubernetes;
  let details: NonNullable<Awaited<ReturnType<typeof fakeSource>>['details']>;

  beforeEach(async () => {
    api = await FakeKubernetes.start();
    details = (await fakeSource(api)).details!;
    api.put('deployments', deployment('shop'));
    api.put('pods', {
      ...pod('shop', '5d8', 'aaaaa'),
      log: 'one\ntwo\nthree\n',
    });
    api.put(
      'pods',
      pod('shop', '5d8', 'bbbbb', { ready: false, waiting: 'ErrImagePull' }),
    );
    api.put('pods', pod('till', '9c1', 'ccccc'));
  });

  afterEach(async () => {
    await api.close();
  });

  it('tells the pods that its selector finds', async () => {
    expect(await details.pods!(target, context)).toEqual({
      kind: 'pods',
      pods: [
        {
          namespace: 'shop',
          name: 'shop-5d8-aaaaa',
          phase: 'Running',
          ready: true,
          restarts: 0,
          images: ['ghcr.io/acme/shop:1.0.0'],
        },
        expect.objectContaining({
          name: 'shop-5d8-bbbbb',
          ready: false,
          reason: 'ErrImagePull',
        }),
      ],
    });
  });

  it('says that a workload is gone', async () => {
    await expect(
      details.pods!({ ...target, name: 'gone' }, context),
    ).rejects.toThrow(NotFoundError);
  });

  it('never lists the pods of all where a workload has no selector', async () => {
    api.put('deployments', deployment('bare', { spec: { selector: {} } }));
    expect(await details.pods!({ ...target, name: 'bare' }, context)).toEqual({
      kind: 'pods',
      pods: [],
    });
  });

  it('tells the events of it and its pods, and of no other', async () => {
    const event = (kind: string, name: string, lastTimestamp: string) =>
      api.put('events', {
        metadata: { namespace: 'shop', name: `${name}-event` },
        involvedObject: { kind, name },
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off\nrestarting',
        count: 3,
        lastTimestamp,
      });
    event('Pod', 'shop-5d8-aaaaa', '2026-11-01T10:00:00Z');
    event('Deployment', 'shop', '2026-11-01T12:00:00Z');
    event('ReplicaSet', 'shop-5d8', '2026-11-01T11:00:00Z');
    event('Pod', 'till-9c1-ccccc', '2026-11-01T13:00:00Z');
    const told = await details.events!(target, context);
    expect(told).toMatchObject({
      events: [
        { object: 'Deployment/shop' },
        { object: 'ReplicaSet/shop-5d8' },
        {
          object: 'Pod/shop-5d8-aaaaa',
          message: 'Back-off restarting',
          count: 3,
        },
      ],
    });
  });

  it('tells the end of a log', async () => {
    const query = { pod: 'shop-5d8-aaaaa', lines: '2' };
    expect(await details.logs!(target, { ...context, query })).toEqual({
      kind: 'logs',
      text: 'two\nthree\n',
      truncated: true,
    });
    const call = api.requests.at(-1);
    expect(call?.query.get('limitBytes')).toBe('262144');
    expect(call?.query.get('container')).toBe('main');
  });

  it.each([
    ['another workload’s pod', { pod: 'till-9c1-ccccc' }, 'no pod'],
    ['a path', { pod: '../../secrets' }, 'no pod'],
    ['a container that is none', { container: 'x' }, 'no container'],
    ['no number', { pod: 'shop-5d8-aaaaa', lines: 'all' }, 'whole number'],
  ])('refuses %s', async (_, query, message) => {
    await expect(details.logs!(target, { ...context, query })).rejects.toThrow(
      message,
    );
    expect(api.requests.some(({ path }) => path.endsWith('/log'))).toBe(false);
  });

  it('encodes names', async () => {
    await details.pods!({ ...target, name: 'a/../b' }, context).catch(() => {});
    expect(api.requests.map(({ path }) => path)).toContain(
      '/apis/apps/v1/namespaces/shop/deployments/a%2F..%2Fb',
    );
  });
});
