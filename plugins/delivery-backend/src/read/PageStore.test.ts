import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';
import { linked, pageOf, record, runs } from '../tests/record';
import type { PageBody } from './buildPage';
import { fleetRows } from './fleetCells';
import { FleetReader } from './FleetReader';
import { Freshness } from './freshness';
import { PageStore } from './PageStore';

jest.setTimeout(60_000);

const REF = 'component:default/checkout';
const SINCE = '2026-11-02T00:00:00.000Z';

describe('PageStore', () => {
  const databases = TestDatabases.create();

  async function setUp(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore(knex);
    const [lease] = await store.leases.acquire(['link']);
    const pages = new PageStore(knex, store.leases);
    const from = record({
      targets: [linked('x', 'production', runs('1.0.0', 'a'))],
    });
    const page = pageOf(from);
    await pages.markDirty(knex, [REF]);
    const [dirty] = await pages.dirty(10, [], []);
    const row = {
      entity_ref: REF,
      etag: 'one',
      sources: '{}',
      wanted: '[]',
      body: JSON.stringify(page),
    };
    const built = {
      page: row,
      healthy: [],
      fleet: fleetRows(from.entity, page),
    };
    await pages.write([{ dirty, changed: true, built }], lease);
    return { knex, pages, lease };
  }

  it.each(databases.eachSupportedId())(
    'lets nothing on a page that cannot be built pass for the present, %s',
    async databaseId => {
      const { knex, pages, lease } = await setUp(databaseId);
      expect(await pages.markBroken([REF], SINCE, lease)).toEqual([REF]);
      expect(await pages.markBroken([REF], 'later', lease)).toEqual([]);
      const row = await pages.get(REF);
      expect(row?.etag).not.toBe('one');
      const page = JSON.parse(row!.body) as PageBody;
      expect(page.lanes[2]).toMatchObject({
        staleSince: SINCE,
        targets: [{ staleSince: SINCE }],
      });
      expect(page.warnings[0].message).toContain('cannot be built');
      const status = {
        id: 'argocd:prod',
        system: 'argocd',
        title: 'prod',
        state: 'fresh' as const,
        strategy: 'watch' as const,
        counts: {},
        malformed: [],
        malformedCount: 0,
        problems: [],
      };
      const fleet = await new FleetReader(knex, []).read(
        {},
        { type: 'all' },
        new Freshness([status], 'never'),
      );
      expect(fleet.counts).toMatchObject({ healthy: 0, stale: 1 });
      expect(fleet.items[0].cells[0].staleSince).toBe(SINCE);
    },
  );

  it.each(databases.eachSupportedId())(
    'leaves for later what is to be left, %s',
    async databaseId => {
      const { knex, pages } = await setUp(databaseId);
      await pages.markDirty(knex, ['component:default/a', REF]);
      const found = await pages.dirty(10, [REF], [REF]);
      expect(found.map(each => each.ref)).toEqual(['component:default/a']);
    },
  );

  it.each(databases.eachSupportedId())(
    'begins with what somebody waits for, and goes on with the rest, %s',
    async databaseId => {
      const { knex, pages } = await setUp(databaseId);
      const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(
        name => `component:default/${name}`,
      );
      await pages.markDirty(knex, [a, b, c, d]);
      const refs = async (limit: number, first: string[], except: string[]) =>
        (await pages.dirty(limit, first, except)).map(each => each.ref);
      expect(await refs(3, [c, REF], [])).toEqual([c, a, b]);
      expect(await refs(1, [c], [])).toEqual([c]);
      expect(await refs(3, [d, c], [c, a])).toEqual([d, b]);
      const turn = await pages.dirty(3, [], [], b);
      expect(turn.map(each => each.ref)).toEqual([c, d, a]);
    },
  );
});
