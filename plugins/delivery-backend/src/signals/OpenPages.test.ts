import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';
import { eventually } from '../__testUtils__/eventually';
import { OPEN_MS, OpenPages } from './OpenPages';

jest.setTimeout(60_000);

describe('OpenPages', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'knows what was asked for lately, on whatever replica, %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await createTestStore(knex);
      let now = Date.parse('2026-11-01T10:00:00Z');
      const replica = () =>
        new OpenPages({
          knex,
          logger: mockServices.logger.mock(),
          now: () => now,
        });
      const one = replica();
      const other = replica();
      one.seen('component:default/shop');
      const asked = ['component:default/cart', 'component:default/shop'];
      expect(await one.among(asked)).toEqual(['component:default/shop']);
      await eventually(async () => {
        expect(await other.among(asked)).toEqual(['component:default/shop']);
      });

      // One that somebody goes on looking at stays open, though it is not noted each time.
      const rows = () => knex('open_pages').select();
      const [{ seen_at: noted }] = await rows();
      for (let minute = 1; minute <= 5; minute++) {
        now += 60_000;
        one.seen('component:default/shop');
        await eventually(async () => {
          expect(await other.among(asked)).toEqual(['component:default/shop']);
        });
      }
      await eventually(async () => {
        const [row] = await rows();
        expect(Number(row.seen_at)).toBeGreaterThan(Number(noted));
      });

      now += 3 * OPEN_MS;
      expect(await one.among(asked)).toEqual([]);
      expect(await other.among(asked)).toEqual([]);
      one.seen('component:default/cart');
      await eventually(async () => {
        expect(await rows()).toEqual([
          expect.objectContaining({ entity_ref: 'component:default/cart' }),
        ]);
      });
    },
  );
});
