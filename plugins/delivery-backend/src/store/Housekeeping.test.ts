import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { ObservedItem } from '@throughline/plugin-delivery-node';
import { commit, deployment, run, target } from '../__testUtils__/items';
import { createTestStore } from '../__testUtils__/createTestStore';
import { Housekeeping } from './Housekeeping';
import { itemId } from './itemId';
import { sourceLease } from './SourceStore';

jest.setTimeout(60_000);

const SOURCE = 'fake:x';
const DAY = 24 * 3600 * 1000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const REPOSITORY = 'git.example/acme/shop';

function daysAgo(days: number): string {
  return new Date(NOW - days * DAY).toISOString();
}

describe('Housekeeping', () => {
  const databases = TestDatabases.create();

  async function setUp(
    databaseId: Parameters<TestDatabases['init']>[0],
    items: ObservedItem[],
    revisions: string[] = [],
  ) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore(knex);
    const [lease] = await store.leases.acquire([sourceLease(SOURCE)]);
    const writer = await store.openWriter({
      sourceId: SOURCE,
      strategy: 'poll',
      lease,
    });
    for (let start = 0; start < items.length; start += 200) {
      await writer.write([
        {
          type: 'observed',
          scope: 'all',
          items: items.slice(start, start + 200),
        },
      ]);
    }
    const housekeeping = (now = NOW) =>
      new Housekeeping({
        ...store,
        retention: {
          deployments: 700 * DAY,
          runs: 90 * DAY,
          commits: 90 * DAY,
        },
        revisions: async () => new Set(revisions),
        logger: mockServices.logger.mock(),
        now: () => now,
      });
    return { knex, store, lease, writer, housekeeping };
  }

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    const { signal } = new AbortController();

    it('removes what is old, but for the newest of each repository and what runs', async () => {
      const commits = Array.from({ length: 260 }, (_, index) =>
        commit(`abc${String(index).padStart(4, '0')}`, {
          committedAt: daysAgo(100 + index),
        }),
      );
      const { knex, store, housekeeping } = await setUp(
        databaseId,
        [
          ...commits,
          ...Array.from({ length: 60 }, (_, index) =>
            run(`new-${index}`, { createdAt: daysAgo(1) }),
          ),
          ...Array.from({ length: 60 }, (_, index) =>
            run(`old-${index}`, { createdAt: daysAgo(91) }),
          ),
          run('quiet', {
            repository: 'git.example/quiet',
            createdAt: daysAgo(1000),
          }),
          deployment('a/1', { targetKey: 'a', startedAt: daysAgo(800) }),
        ],
        [commits[250].sha],
      );

      await housekeeping().applyRetention(signal);

      const runs = await knex('runs').pluck('key');
      expect(runs).toHaveLength(61);
      expect(runs).toContain('quiet');
      const kept = await knex('commits').pluck('sha');
      expect(kept).toHaveLength(201);
      expect(kept).toContain(commits[250].sha);
      expect(await knex('commit_paths').pluck('path')).toHaveLength(201);
      expect(
        await store.reader.deployments({
          targetIds: [itemId(SOURCE, 'target', 'a')],
          limit: 5,
        }),
      ).toHaveLength(1);
      const counts = await knex('source_counts').where('source_id', SOURCE);
      expect(
        Object.fromEntries(
          counts.map(({ kind, count }) => [kind, Number(count)]),
        ),
      ).toEqual({ commit: 201, run: 61, deployment: 1 });
    });

    it('removes a source that is not configured any more, once nobody collects it', async () => {
      const { knex, store, lease, writer, housekeeping } = await setUp(
        databaseId,
        [target('a'), commit('abc1234'), deployment('a/1', { targetKey: 'a' })],
      );
      await writer.complete({ whole: true });
      store.sources.configure([]);

      await housekeeping(Date.now() + 60_000).removeAbandoned(signal);
      await store.leases.release(lease);
      await housekeeping(Date.now() + 60_000).removeAbandoned(signal);
      expect(await knex('targets').pluck('key')).toEqual(['a']);

      const later = housekeeping(Date.now() + 600_000);
      const [held] = await store.leases.acquire([sourceLease(SOURCE)]);
      await later.removeAbandoned(signal);
      expect(await knex('targets').pluck('key')).toEqual(['a']);

      await store.leases.release(held);
      await knex('changes').delete();
      await later.removeAbandoned(signal);
      expect(await knex('targets').pluck('key')).toEqual([]);
      expect(await knex('sources').pluck('id')).toEqual([]);
      expect(await knex('commit_paths').pluck('path')).toEqual([]);
      expect(await knex('deployments').pluck('key')).toEqual(['a/1']);
      expect(await store.changes.take(10)).toMatchObject([
        { kind: 'target', key: 'a' },
        { kind: 'commit', subject: REPOSITORY },
      ]);
    });

    it('leaves alone what is configured', async () => {
      const { knex, store, lease, housekeeping } = await setUp(databaseId, [
        target('a'),
      ]);
      await store.leases.release(lease);
      store.sources.configure([
        {
          id: SOURCE,
          system: 'fake',
          title: 'x',
          strategy: 'poll',
          staleAfterMs: 1,
          failingAfterMs: 30_000,
        },
      ]);
      await housekeeping(NOW + 1e9).removeAbandoned(signal);
      expect(await knex('targets').pluck('key')).toEqual(['a']);
    });
  });
});
