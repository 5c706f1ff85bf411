import { TestDatabases } from '@backstage/backend-test-utils';
import { run, target } from '../__testUtils__/items';
import { createTestStore } from '../__testUtils__/createTestStore';
import { sourceLease } from '../store/SourceStore';
import { findUnobserved } from './unobserved';

jest.setTimeout(60_000);

describe('findUnobserved', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'finds what lies in a part that its source cannot observe, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const store = await createTestStore(knex);
      const sourceId = 'forge:one';
      const [lease] = await store.leases.acquire([sourceLease(sourceId)]);
      const writer = await store.openWriter({
        sourceId,
        strategy: 'watch',
        lease,
      });
      await writer.write([
        { type: 'observed', scope: 'deployments/shop', items: [target('a')] },
        { type: 'observed', scope: 'deployments/other', items: [target('b')] },
        { type: 'observed', scope: 'acme/shop/runs', items: [run('1')] },
        { type: 'alive' },
      ]);
      const find = async () => {
        const found = await findUnobserved(knex, {
          targets: (
            await store.reader.targets({ limit: 10 })
          ).map(stored => ({
            stored,
            workloads: [],
            sharedWith: [],
            link: {} as never,
          })),
          runs: await store.reader.runs({
            subjects: ['repository git.example/acme/shop'],
            limit: 10,
          }),
          branches: [],
        });
        const [status] = await knex('sources').select('problems');
        return { found, problems: JSON.parse(status.problems) };
      };
      expect((await find()).found.size).toBe(0);

      await writer.write([
        { type: 'problem', scope: 'deployments/shop', reason: 'forbidden' },
        { type: 'problem', scope: 'acme/shop/', reason: 'not found' },
        { type: 'problem', scope: 'pods', reason: 'forbidden' },
      ]);
      const { found, problems } = await find();
      expect(found.size).toBe(2);
      expect([...found.values()]).toEqual([
        new Date(problems['deployments/shop'].since).toISOString(),
        new Date(problems['acme/shop/'].since).toISOString(),
      ]);
    },
  );
});
