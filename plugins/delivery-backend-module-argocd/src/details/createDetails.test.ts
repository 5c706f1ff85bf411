import type { TargetItem } from '@throughline/plugin-delivery-node';
import { ArgocdClient } from '../api/ArgocdClient';
import { wellApplication } from '../__testUtils__/applications';
import { FakeArgocd } from '../__testUtils__/FakeArgocd';
import { createDetails } from './createDetails';
import { plainHttp } from '../__testUtils__/plainHttp';

describe('details', () => {
  let fake: FakeArgocd;
  beforeEach(async () => {
    fake = await FakeArgocd.start();
    fake.set(wellApplication('web', 'team-shop'));
  });
  afterEach(() => fake.upstream.close());

  const target = {
    name: 'web',
    namespace: 'team-shop',
    project: 'shop',
  } as TargetItem;
  const context = {
    signal: new AbortController().signal,
    logger: undefined as never,
  };
  const details = () =>
    createDetails(
      new ArgocdClient({
        name: 'one',
        title: 'One',
        url: fake.url,
        credentials: {
          type: 'token',
          token: { get: async () => 'fixed-token-0123456789' },
        },
        resyncMs: 60_000,
        http: plainHttp(),
        unverified: false,
      }),
    );

  it('are looked up of the application in its namespace and project', async () => {
    fake.details['resource-tree'] = { nodes: null };
    fake.details['managed-resources'] = {};
    fake.details.events = { items: [] };
    await expect(details().resources!(target, context)).resolves.toEqual({
      kind: 'resources',
      resources: [
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'checkout',
          name: 'web',
          sync: 'Synced',
          health: 'Healthy',
        },
      ],
    });
    await expect(details().diff!(target, context)).resolves.toEqual({
      kind: 'diff',
      diffs: [],
    });
    await expect(details().events!(target, context)).resolves.toEqual({
      kind: 'events',
      events: [],
    });
  });

  it.each(['resources', 'diff', 'events'] as const)(
    'of %s say so where the answer is none that is known',
    async kind => {
      fake.details['resource-tree'] = { nodes: 'many' };
      fake.details['managed-resources'] = { items: 'many' };
      fake.details.events = [];
      await expect(details()[kind]!(target, context)).rejects.toMatchObject({
        name: 'SourceFailure',
        kind: 'protocol',
      });
    },
  );

  it('of what is gone are a failure', async () => {
    await expect(
      details().diff!({ ...target, name: 'gone' }, context),
    ).rejects.toMatchObject({ name: 'SourceFailure' });
  });
});
