import { TestDatabases } from '@backstage/backend-test-utils';
import type { Observation } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { createTestStore } from '../__testUtils__/createTestStore';
import { target } from '../__testUtils__/items';
import { DatabaseSourceStore } from './DatabaseSourceStore';
import { DatabaseChangeQueue } from './DatabaseChangeQueue';
import { ObservationWriter } from './ObservationWriter';
import { sourceLease } from './SourceStore';
import { WriteTurns } from './WriteTurns';

jest.setTimeout(60_000);

const SOURCE = 'fake:x';

describe('how a source fares', () => {
  const databases = TestDatabases.create();

  async function setUp(
    databaseId: Parameters<TestDatabases['init']>[0],
    strategy: 'watch' | 'poll',
  ) {
    const knex: Knex = await databases.init(databaseId);
    const store = await createTestStore(knex);
    const [lease] = await store.leases.acquire([sourceLease(SOURCE)]);
    const clock = { now: Date.parse('2026-11-23T12:00:00Z') };
    const now = () => clock.now;
    const open = () =>
      ObservationWriter.open({
        knex,
        changes: new DatabaseChangeQueue(knex),
        leases: store.leases,
        lease,
        turns: new WriteTurns(1),
        sourceId: SOURCE,
        strategy,
        now,
      });
    const status = async () => {
      const sources = new DatabaseSourceStore({
        knex,
        leases: store.leases,
        logger: { error: jest.fn(), warn: jest.fn() } as never,
        now,
      });
      sources.configure([
        {
          id: SOURCE,
          system: 'fake',
          title: 'x',
          strategy,
          staleAfterMs: 120_000,
          failingAfterMs: 30_000,
        },
      ]);
      return (await sources.statuses())[0];
    };
    return { knex, clock, open, writer: await open(), status };
  }

  const LIST: Observation[] = [
    { type: 'listing', scope: 'all' },
    { type: 'observed', scope: 'all', items: [target('a')] },
    { type: 'listed', scope: 'all' },
  ];

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    it('is pending until it has answered in full, fresh then, and stale after a silence', async () => {
      const { clock, writer, status } = await setUp(databaseId, 'watch');
      expect(await status()).toMatchObject({ state: 'pending' });
      await writer.write(LIST.slice(0, 2));
      expect(await status()).toMatchObject({ state: 'pending' });
      await writer.write(LIST.slice(2));
      expect(await status()).toMatchObject({
        state: 'fresh',
        lastSuccessAt: '2026-11-23T12:00:00.000Z',
      });
      clock.now += 121_000;
      expect(await status()).toMatchObject({
        state: 'stale',
        lastSuccessAt: '2026-11-23T12:00:00.000Z',
      });
      await writer.write([{ type: 'alive' }]);
      expect(await status()).toMatchObject({ state: 'fresh' });
    });

    it('writes a success every five seconds at most', async () => {
      const { knex, clock, writer } = await setUp(databaseId, 'watch');
      const updates: string[] = [];
      knex.on('query', ({ sql }: { sql: string }) => {
        if (/^(update|insert|delete)/i.test(sql)) {
          updates.push(sql);
        }
      });
      await writer.write([{ type: 'alive' }]);
      for (let second = 0; second < 10; second++) {
        clock.now += 1000;
        await writer.write([{ type: 'alive' }]);
      }
      expect(updates).toHaveLength(3);
    });

    it('says what is wrong and since when, and is stale once that lasts', async () => {
      const { clock, open, writer, status } = await setUp(databaseId, 'watch');
      await writer.write(LIST);
      await writer.fail('unreachable', 'refused, Bearer abcdefghijkl');
      clock.now += 20_000;
      await (await open()).fail('timeout', 'silent');
      expect(await status()).toMatchObject({
        state: 'fresh',
        error: {
          kind: 'timeout',
          message: 'silent',
          since: '2026-11-23T12:00:00.000Z',
        },
      });
      clock.now += 20_000;
      expect(await status()).toMatchObject({ state: 'stale' });

      const again = await open();
      await again.write(LIST);
      expect(await status()).toMatchObject({ state: 'stale' });
      await again.write([{ type: 'alive' }]);
      const mended = await status();
      expect(mended).toMatchObject({ state: 'fresh' });
      expect(mended.error).toBeUndefined();
    });

    it('never keeps a secret of an error', async () => {
      const { writer, status } = await setUp(databaseId, 'watch');
      await writer.fail('protocol', 'bad header: Bearer abcdefghijkl');
      expect((await status()).error?.message).not.toContain('abcdefghijkl');
    });

    it('lets a pass make up for a failed one only when it has come to its end', async () => {
      const { clock, open, writer, status } = await setUp(databaseId, 'poll');
      await writer.write(LIST);
      await writer.fail('protocol', 'the second half is broken');
      clock.now += 60_000;
      const half = await open();
      await half.write([...LIST, { type: 'checkpoint', cursor: 'half' }]);
      expect(half.answered).toBe(false);
      await (await open()).complete({ whole: false });
      expect(await status()).toMatchObject({ state: 'stale' });
      await (await open()).complete({ whole: true });
      expect(await status()).toMatchObject({
        state: 'fresh',
        lastSuccessAt: '2026-11-23T12:01:00.000Z',
      });
    });

    it('keeps problems until they are mended or not complained of any more', async () => {
      const { open, writer, status } = await setUp(databaseId, 'poll');
      await writer.write([
        { type: 'problem', scope: 'one', reason: 'forbidden' },
        { type: 'problem', scope: 'two', reason: 'forbidden' },
        { type: 'problem', scope: 'three', reason: 'forbidden' },
        { type: 'budget', limit: 5000, remaining: 4000 },
      ]);
      await writer.complete({ whole: true });
      const second = await open();
      await second.write([
        { type: 'problem', scope: 'one', reason: 'forbidden' },
        { type: 'problem', scope: 'two' },
      ]);
      await second.complete({ whole: true });
      expect(await status()).toMatchObject({
        problems: [{ scope: 'one', reason: 'forbidden' }],
        budget: { limit: 5000, remaining: 4000 },
      });
    });

    it('keeps what a pass complained of before it made way, once it was resumed', async () => {
      const { open, writer, status } = await setUp(databaseId, 'poll');
      await writer.write([
        { type: 'problem', scope: 'one', reason: 'forbidden' },
      ]);
      await (await open()).complete({ whole: true, resumed: true });
      expect(await status()).toMatchObject({
        state: 'fresh',
        problems: [{ scope: 'one' }],
      });
    });

    it('keeps the last twenty of many unreadable items, and counts all', async () => {
      const { writer, status } = await setUp(databaseId, 'watch');
      const broken: Observation[] = Array.from({ length: 30 }, (_, index) => ({
        type: 'malformed',
        scope: 'all',
        item: { kind: 'target', key: `${index}`, description: `${index}` },
        reason: 'no name',
      }));
      await writer.write(broken);
      await writer.write(broken.slice(-5));
      const found = await status();
      expect(found.malformedCount).toBe(30);
      expect(found.malformed).toHaveLength(20);
      expect(found.malformed[0].key).toBe('29');
    });
  });
});
