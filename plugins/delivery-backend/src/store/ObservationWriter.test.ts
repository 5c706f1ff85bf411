import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  Observation,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { target, deployment, commit } from '../__testUtils__/items';
import { createTestStore } from '../__testUtils__/createTestStore';
import type { Store } from './createStore';
import { itemId } from './itemId';
import { LeaseLostError } from './leases';
import type { ObservationWriter } from './ObservationWriter';
import { sourceLease } from './SourceStore';

jest.setTimeout(60_000);

const SOURCE = 'argo:prod';

describe('ObservationWriter', () => {
  const databases = TestDatabases.create();

  async function setUp(databaseId: Parameters<TestDatabases['init']>[0]) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore(knex, { replica: 'one' });
    const [lease] = await store.leases.acquire([sourceLease(SOURCE)]);
    const open = () =>
      store.openWriter({ sourceId: SOURCE, strategy: 'watch', lease });
    return { knex, store, lease, open, writer: await open() };
  }

  async function names(store: Store): Promise<string[]> {
    const found = await store.reader.targets({ limit: 100 });
    return found.map(({ item }) => item.name).sort();
  }

  async function snapshot(knex: Knex): Promise<unknown> {
    const isPostgres = knex.client.config.client === 'pg';
    // A row version tells even of a write that changed nothing.
    const columns = isPostgres ? ['*', knex.raw('xmin::text as version')] : '*';
    return {
      targets: await knex('targets').select(columns).orderBy('id'),
      deployments: await knex('deployments').select(columns).orderBy('id'),
      commits: await knex('commits').select(columns).orderBy('id'),
      changes: await knex('changes').select(columns).orderBy('id'),
      counts: await knex('source_counts').select(columns).orderBy('kind'),
    };
  }

  function listing(
    items: (TargetItem | ReturnType<typeof deployment>)[],
  ): Observation[] {
    return [
      { type: 'listing', scope: 'all' },
      { type: 'observed', scope: 'all', items },
      { type: 'listed', scope: 'all' },
    ];
  }

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    it('writes nothing when the same is observed again', async () => {
      const { knex, open, writer } = await setUp(databaseId);
      const observations: Observation[] = [
        { type: 'listing', scope: 'all' },
        {
          type: 'observed',
          scope: 'all',
          items: [
            target('a', { labels: { x: '1', y: '2' } }),
            target('b'),
            deployment('a/1', { targetKey: 'a' }),
            commit('abc1234', { paths: ['', 'charts'] }),
          ],
        },
        { type: 'listed', scope: 'all' },
      ];
      expect(await writer.write(observations)).toEqual({
        written: 4,
        unchanged: 0,
        removed: 0,
        malformed: 0,
      });
      const before = await snapshot(knex);

      const again: Observation[] = [
        { type: 'listing', scope: 'all' },
        {
          type: 'observed',
          scope: 'all',
          items: [
            commit('abc1234', { paths: ['', 'charts'] }),
            deployment('a/1', { targetKey: 'a' }),
            target('b'),
            target('a', { labels: { y: '2', x: '1' } }),
          ],
        },
        { type: 'listed', scope: 'all' },
      ];
      expect(await (await open()).write(again)).toEqual({
        written: 0,
        unchanged: 4,
        removed: 0,
        malformed: 0,
      });
      expect(await snapshot(knex)).toEqual(before);
    });

    it('removes what a listing did not mention, and deployments never', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write(
        listing([
          target('a'),
          target('b'),
          deployment('b/1', { targetKey: 'b' }),
        ]),
      );
      await writer.write([
        { type: 'observed', scope: 'other', items: [target('c')] },
      ]);
      const taken = await store.changes.take(100);
      await store.changes.done(
        taken[taken.length - 1].id,
        taken.map(({ id }) => id),
      );

      const result = await writer.write(listing([target('a')]));

      expect(result.removed).toBe(1);
      expect(await names(store)).toEqual(['a', 'c']);
      const gone = itemId(SOURCE, 'target', 'b');
      expect(await store.changes.take(100)).toMatchObject([
        { sourceId: SOURCE, kind: 'target', key: 'b', subject: gone },
      ]);
      expect(
        await store.reader.deployments({ targetIds: [gone], limit: 10 }),
      ).toHaveLength(1);
    });

    it('does not go on showing the status of what cannot be read any more', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write(listing([target('a'), target('b')]));
      await writer.write([
        { type: 'listing', scope: 'all' },
        { type: 'observed', scope: 'all', items: [target('b')] },
        {
          type: 'malformed',
          scope: 'all',
          item: { kind: 'target', key: 'a', description: 'a' },
          reason: 'health: not an object',
        },
        { type: 'listed', scope: 'all' },
      ]);
      const found = await store.reader.targets({ limit: 10 });
      const unknown = {
        status: 'unknown',
        reason: 'it cannot be read: health: not an object',
      };
      expect(found.map(({ item }) => item)).toEqual(
        expect.arrayContaining([
          { ...target('a'), health: unknown, sync: unknown },
          target('b'),
        ]),
      );
      expect(await store.changes.take(100)).toHaveLength(3);

      await writer.write(listing([target('a'), target('b')]));
      expect(
        (await store.reader.targets({ limit: 10 })).map(
          ({ item }) => item.health.status,
        ),
      ).toEqual(['healthy', 'healthy']);
    });

    it('does not trust what may be what a listing has without a name', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write(listing([target('a'), target('b')]));
      await writer.write([
        { type: 'listing', scope: 'all' },
        { type: 'observed', scope: 'all', items: [target('b')] },
        {
          type: 'malformed',
          scope: 'all',
          item: { kind: 'target', description: 'of unknown name' },
          reason: 'metadata: missing',
        },
        { type: 'listed', scope: 'all' },
      ]);
      const found = await store.reader.targets({ limit: 10 });
      expect(
        new Map(found.map(({ item }) => [item.name, item.health.status])),
      ).toEqual(
        new Map([
          ['a', 'unknown'],
          ['b', 'healthy'],
        ]),
      );
    });

    it('keeps out a target that linking and pages would stumble over', async () => {
      const { store, writer } = await setUp(databaseId);
      const { desired, ...rest } = target('a');
      expect(desired).toEqual([]);
      const result = await writer.write(
        listing([rest as TargetItem, target('b')]),
      );
      expect(result).toMatchObject({ written: 1, malformed: 1 });
      expect(await names(store)).toEqual(['b']);
    });

    it('has what lies in a part looked at again when that cannot be observed, and when it can', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write([
        { type: 'observed', scope: 'acme/shop/a', items: [target('a')] },
        { type: 'observed', scope: 'acme/shop_/b', items: [target('b')] },
      ]);
      const told = async () => {
        const taken = await store.changes.take(100);
        await store.changes.done(
          taken[taken.length - 1]?.id ?? 0,
          taken.map(({ id }) => id),
        );
        return taken.map(({ key }) => key);
      };
      await told();
      for (const scope of ['acme/shop/', 'acme/shop/a']) {
        await writer.write([{ type: 'problem', scope, reason: 'forbidden' }]);
        expect(await told()).toEqual(['a']);
        await writer.write([{ type: 'problem', scope, reason: 'gone' }]);
        expect(await told()).toEqual([]);
        await writer.write([{ type: 'problem', scope }]);
        expect(await told()).toEqual(['a']);
      }
    });

    it('removes nothing for a listing that was broken off', async () => {
      const { store, open, writer } = await setUp(databaseId);
      await writer.write(listing([target('a'), target('b')]));
      const [begin, some] = listing([target('a')]);
      await writer.write([begin, some]);

      await (
        await open()
      ).write([{ type: 'observed', scope: 'all', items: [target('a')] }]);

      expect(await names(store)).toEqual(['a', 'b']);
    });

    it('keeps what is known of an item that cannot be read', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write(listing([target('a'), target('b')]));
      const broken = { ...target('b'), labels: { n: 1n } } as never;
      const result = await writer.write([
        { type: 'listing', scope: 'all' },
        { type: 'observed', scope: 'all', items: [target('a'), broken] },
        {
          type: 'malformed',
          scope: 'all',
          item: { kind: 'target', description: 'item 3' },
          reason: 'no name',
        },
        { type: 'listed', scope: 'all' },
      ]);
      expect(result).toMatchObject({ malformed: 2, removed: 0 });
      expect(await names(store)).toEqual(['a', 'b']);

      store.sources.configure([
        {
          id: SOURCE,
          system: 'argo',
          title: 'prod',
          strategy: 'watch',
          staleAfterMs: 60_000,
          failingAfterMs: 30_000,
        },
      ]);
      const [status] = await store.sources.statuses();
      expect(status).toMatchObject({
        state: 'fresh',
        counts: { target: 2 },
        malformedCount: 2,
        malformed: expect.arrayContaining([
          expect.objectContaining({ key: 'b' }),
          expect.objectContaining({ key: 'item 3', reason: 'no name' }),
        ]),
      });

      await writer.write(listing([target('a'), target('b')]));
      const [mended] = await store.sources.statuses();
      expect(mended).toMatchObject({ malformedCount: 0, malformed: [] });
    });

    it('removes nothing of a kind of which an item could not be named', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write(listing([target('a'), target('b')]));
      const nameless = { ...target('b'), key: undefined } as never;
      await writer.write(listing([target('a'), nameless]));
      expect(await names(store)).toEqual(['a', 'b']);
    });

    it('changes a deployment until it has ended, and never after', async () => {
      const { store, writer } = await setUp(databaseId);
      const targetId = itemId(SOURCE, 'target', 'a');
      const observe = async (
        fields: Partial<ReturnType<typeof deployment>>,
      ) => {
        await writer.write([
          {
            type: 'observed',
            scope: 'all',
            items: [deployment('a/1', { targetKey: 'a', ...fields })],
          },
        ]);
        const [found] = await store.reader.deployments({
          targetIds: [targetId],
          limit: 1,
        });
        return found.item.outcome;
      };
      expect(await observe({ outcome: 'running' })).toBe('running');
      expect(await observe({ outcome: 'failed' })).toBe('failed');
      expect(await observe({ outcome: 'succeeded' })).toBe('failed');
      await writer.write([
        {
          type: 'vanished',
          scope: 'all',
          items: [{ kind: 'deployment', key: 'a/1' }],
        },
      ]);
      expect(await observe({ outcome: 'running' })).toBe('failed');
    });

    it('writes the child rows of an item anew with it', async () => {
      const { store, writer } = await setUp(databaseId);
      const observe = (paths: string[]) =>
        writer.write([
          {
            type: 'observed',
            scope: 'all',
            items: [commit('abc1234', { paths })],
          },
        ]);
      const found = (path: string) =>
        store.reader.commits({
          repository: 'git.example/acme/shop',
          paths: [path],
          limit: 5,
        });
      await observe(['one', 'two']);
      await observe(['two', 'three']);
      expect(await found('one')).toEqual([]);
      expect(await found('two')).toHaveLength(1);
      expect(await found('three')).toHaveLength(1);
      await writer.write([
        {
          type: 'vanished',
          scope: 'all',
          items: [{ kind: 'commit', key: commit('abc1234').key }],
        },
      ]);
      expect(await found('two')).toEqual([]);
    });

    it('takes the last word on an item within a batch', async () => {
      const { store, writer } = await setUp(databaseId);
      await writer.write([
        { type: 'observed', scope: 'all', items: [target('a'), target('b')] },
        {
          type: 'vanished',
          scope: 'all',
          items: [{ kind: 'target', key: 'a' }],
        },
        {
          type: 'vanished',
          scope: 'all',
          items: [{ kind: 'target', key: 'b' }],
        },
        { type: 'observed', scope: 'all', items: [target('b')] },
      ]);
      expect(await names(store)).toEqual(['b']);
    });

    it('lets a replica that lost its lease write nothing', async () => {
      const { knex, store, writer } = await setUp(databaseId);
      await writer.write(listing([target('a')]));
      await knex('leases').update({ expires_at: 0 });
      const other = await createTestStore(knex, { replica: 'two' });
      const [lease] = await other.leases.acquire([sourceLease(SOURCE)]);
      expect(lease).toMatchObject({ holder: 'two', fence: 2 });

      await expect(
        writer.write([
          ...listing([target('b')]),
          { type: 'checkpoint', cursor: 'mine' },
        ]),
      ).rejects.toThrow(LeaseLostError);
      await expect(writer.fail('timeout', 'too late')).rejects.toThrow(
        LeaseLostError,
      );

      expect(await names(store)).toEqual(['a']);
      const successor = await other.openWriter({
        sourceId: SOURCE,
        strategy: 'watch',
        lease,
      });
      expect(successor.cursor).toBeUndefined();
    });

    it('stores a batch whole or not at all, with its cursor and queue', async () => {
      const { knex, store, open, writer } = await setUp(databaseId);
      await writer.write([
        ...listing([target('a')]),
        { type: 'checkpoint', cursor: 'one' },
      ]);
      const before = await snapshot(knex);
      await expect(
        writer.write([
          { type: 'observed', scope: 'all', items: [target('b')] },
          { type: 'checkpoint', cursor: 'two' },
          { type: 'listed', scope: 'never begun' },
        ]),
      ).rejects.toThrow(/not begun/);
      expect(await snapshot(knex)).toEqual(before);
      await expect(writer.write([{ type: 'alive' }])).rejects.toThrow(
        /earlier batch/,
      );
      expect((await open()).cursor).toBe('one');
      expect(await names(store)).toEqual(['a']);
    });

    it('takes 12,000 targets', async () => {
      const { store, writer } = await setUp(databaseId);
      const pass = async (write: ObservationWriter) => {
        const startedAt = performance.now();
        await write.write([{ type: 'listing', scope: 'all' }]);
        for (let page = 0; page < 60; page++) {
          const items = Array.from({ length: 200 }, (_, index) =>
            target(`app-${page * 200 + index}`),
          );
          await write.write([{ type: 'observed', scope: 'all', items }]);
        }
        await write.write([{ type: 'listed', scope: 'all' }]);
        return Math.round(performance.now() - startedAt);
      };
      const first = await pass(writer);
      const second = await pass(writer);
      process.stdout.write(
        `${databaseId}: first pass of 12,000 targets ${first} ms, again ${second} ms\n`,
      );
      expect(await store.reader.targets({ limit: 1000 })).toHaveLength(1000);
    });
  });
});
