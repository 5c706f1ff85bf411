import { TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@throughline/plugin-delivery-backend',
  'migrations',
);

async function tables(knex: Knex): Promise<string[]> {
  const names: string[] =
    knex.client.config.client === 'pg'
      ? await knex('information_schema.tables')
          .where('table_schema', knex.raw('current_schema()'))
          .pluck('table_name')
      : await knex('sqlite_master').where('type', 'table').pluck('name');
  return names.filter(name => !/^(knex|sqlite)_/.test(name)).sort();
}

describe('migrations', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'go up step by step and down again, %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const seen = [await tables(knex)];
      for (;;) {
        const [, applied] = await knex.migrate.up({ directory });
        if (applied.length === 0) {
          break;
        }
        seen.push(await tables(knex));
      }
      expect(seen.length).toBeGreaterThan(3);
      expect(seen.at(-1)).toEqual(
        expect.arrayContaining(['changes', 'leases', 'sources', 'targets']),
      );
      while (seen.length > 0) {
        expect(await tables(knex)).toEqual(seen.pop());
        await knex.migrate.down({ directory });
      }
    },
  );
});
