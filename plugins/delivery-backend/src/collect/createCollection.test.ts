import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  DeliverySource,
  ObserveContext,
  Observation,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { aborted, FakeSource } from '../__testUtils__/FakeSource';
import { createTestStore } from '../__testUtils__/createTestStore';
import { eventually } from '../__testUtils__/eventually';
import { target } from '../__testUtils__/items';
import type { Store } from '../store';
import { type Collection, createCollection } from './createCollection';

jest.setTimeout(60_000);

const CONFIG = {
  staleAfterMs: 120_000,
  staleAfterMsBySystem: new Map(),
  retention: { deployments: 1e12, runs: 1e12, commits: 1e12 },
};

const FAST_PACE = {
  firstMs: 10,
  longestMs: 50,
  slowestMs: 100,
  threshold: 5,
  openMs: 50,
  provenMs: 50,
};

async function* listThenWait(
  { signal }: ObserveContext,
  ...names: string[]
): AsyncIterable<Observation> {
  yield { type: 'listing', scope: 'all' };
  yield {
    type: 'observed',
    scope: 'all',
    items: names.map(name => target(name)),
  };
  yield { type: 'listed', scope: 'all' };
  yield { type: 'checkpoint', cursor: names.join() };
  await aborted(signal);
}

describe('createCollection', () => {
  const databases = TestDatabases.create();
  const collections: Collection[] = [];

  async function replica(
    knex: Knex,
    name: string,
    sources: readonly DeliverySource[],
    config = CONFIG,
  ): Promise<{ store: Store; collection: Collection }> {
    const store = await createTestStore(knex, {
      replica: name,
      leaseExpiryMs: 600,
      leaseRenewMs: 100,
    });
    const collection = createCollection({
      store,
      sources,
      config,
      logger: mockServices.logger.mock(),
      pace: FAST_PACE,
    });
    collections.push(collection);
    return { store, collection };
  }

  afterEach(async () => {
    await Promise.all(collections.splice(0).map(one => one.stop()));
  });

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    it('collects what its sources tell and says how they fare', async () => {
      const knex = await databases.init(databaseId);
      const good = new FakeSource('fake:good', context =>
        listThenWait(context, 'a', 'b'),
      );
      const odd = new FakeSource('fake:odd', () => {
        // eslint-disable-next-line no-throw-literal
        throw { toString: () => 'odd' };
      });
      const gone = new FakeSource(
        'fake:gone',
        () => {
          throw new Error('is never observed');
        },
        'watch',
        0,
        1000,
        'needs a user token',
      );
      const { store, collection } = await replica(knex, 'one', [
        good,
        odd,
        gone,
      ]);
      await collection.start();

      await eventually(async () =>
        expect(await store.reader.targets({ limit: 10 })).toHaveLength(2),
      );
      await eventually(async () =>
        expect(await store.sources.statuses()).toMatchObject([
          {
            id: 'fake:good',
            state: 'fresh',
            counts: { target: 2 },
            holder: 'one',
          },
          {
            id: 'fake:odd',
            state: 'pending',
            error: { kind: 'internal', message: 'The provider threw object' },
          },
          {
            id: 'fake:gone',
            state: 'unavailable',
            error: { kind: 'configuration', message: 'needs a user token' },
          },
        ]),
      );
      expect(gone.attempts).toHaveLength(0);
    });

    it('calls a source that fails stale no later than the configuration says, however seldom it is looked at', async () => {
      const knex = await databases.init(databaseId);
      const source = new FakeSource('fake:x', async function* once(_, attempt) {
        if (attempt > 1) {
          throw new Error('broken');
        }
        yield { type: 'alive' };
      });
      const { store, collection } = await replica(knex, 'one', [source], {
        ...CONFIG,
        staleAfterMs: 100,
      });
      await collection.start();
      await eventually(async () =>
        expect(await store.sources.statuses()).toMatchObject([
          { state: 'stale', lastSuccessAt: expect.any(String) },
        ]),
      );
    });

    it('collects each source once, and goes on elsewhere when the holder dies', async () => {
      const knex = await databases.init(databaseId);
      const observing = new Map<string, Set<string>>();
      const sourcesOf = (name: string) =>
        ['fake:x', 'fake:y', 'fake:z'].map(
          id =>
            new FakeSource(id, async function* observe(context) {
              const by = observing.get(id) ?? new Set();
              observing.set(id, by.add(name));
              yield* listThenWait(context, `${id}/${context.cursor ?? 'new'}`);
              by.delete(name);
            }),
        );
      const one = await replica(knex, 'one', sourcesOf('one'));
      const two = await replica(knex, 'two', sourcesOf('two'));
      await one.collection.start();
      await eventually(() => expect(observing.size).toBe(3));
      await two.collection.start();
      await eventually(async () =>
        expect(await one.store.reader.targets({ limit: 10 })).toHaveLength(3),
      );
      expect([...observing.values()].map(by => [...by])).toEqual([
        ['one'],
        ['one'],
        ['one'],
      ]);

      // A replica that dies neither renews nor releases.
      jest.spyOn(one.store.leases, 'renew').mockResolvedValue([]);
      jest.spyOn(one.store.leases, 'acquire').mockResolvedValue([]);
      jest.spyOn(one.store.leases, 'release').mockResolvedValue();

      await eventually(() =>
        expect([...observing.values()].map(by => [...by])).toEqual([
          ['two'],
          ['two'],
          ['two'],
        ]),
      );
      await eventually(async () => {
        const statuses = await two.store.sources.statuses();
        expect(statuses.map(({ holder }) => holder)).toEqual([
          'two',
          'two',
          'two',
        ]);
      });
    });

    it('gives its leases back when it stops', async () => {
      const knex = await databases.init(databaseId);
      const source = new FakeSource('fake:x', context =>
        listThenWait(context, 'a'),
      );
      const { store, collection } = await replica(knex, 'one', [source]);
      await collection.start();
      await eventually(() => expect(source.attempts).toHaveLength(1));
      await collection.stop();
      expect(source.attempts[0].signal.aborted).toBe(true);
      expect((await store.leases.holders()).size).toBe(0);
    });

    it('brings a hint to the replica that collects the source', async () => {
      const knex = await databases.init(databaseId);
      const poll = async function* poll(): AsyncIterable<Observation> {
        yield { type: 'alive' };
      };
      const first = new FakeSource('fake:x', poll, 'poll');
      const second = new FakeSource('fake:x', poll, 'poll');
      const one = await replica(knex, 'one', [first]);
      const two = await replica(knex, 'two', [second]);
      await one.collection.start();
      await eventually(() => expect(first.attempts).toHaveLength(1));
      await two.collection.start();

      two.collection.hint('fake:x', { subject: 'a' });
      two.collection.hint('fake:x', { subject: 'a' });
      two.collection.hint('fake:unheard-of', { subject: 'a' });

      await eventually(() => expect(first.attempts).toHaveLength(2));
      expect(first.attempts[1]).toMatchObject({
        reason: 'hint',
        hints: [{ subject: 'a' }],
      });
      expect(second.attempts).toHaveLength(0);
    });

    it('looks again at polled sources when the interests change elsewhere', async () => {
      const knex = await databases.init(databaseId);
      const source = new FakeSource(
        'fake:x',
        async function* poll() {
          yield { type: 'alive' };
        },
        'poll',
      );
      const { collection } = await replica(knex, 'one', [source]);
      await collection.start();
      await eventually(() => expect(source.attempts).toHaveLength(1));
      const other = await createTestStore(knex, { replica: 'two' });
      const interests = {
        version: '1',
        repositories: [],
        images: [],
        pipelines: [],
      };
      await other.interests.save(interests);
      await eventually(() => expect(source.attempts).toHaveLength(2));
      expect(source.attempts[1]).toMatchObject({
        reason: 'interests',
        interests,
      });
    });
  });
});
