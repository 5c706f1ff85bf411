import { createRequire } from 'node:module';
import { rmSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const PREFIX = 'throughline_bench_';

/** SQLite on disk, as the portal has it unless told otherwise. */
export function sqliteDatabase(folder) {
  const directory = join(folder, 'database');
  return {
    client: 'sqlite',
    title: 'SQLite',
    config: { client: 'better-sqlite3', connection: { directory } },
    async prepare() {
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true });
    },
    async remove() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL; each plugin has a database of its own there, all with one prefix. */
export function postgresDatabase(connection) {
  const remove = () => dropDatabases(connection);
  return {
    client: 'postgres',
    title: 'PostgreSQL',
    config: { client: 'pg', connection, prefix: PREFIX },
    prepare: remove,
    remove,
  };
}

async function dropDatabases(connectionString) {
  const { Client } = createRequire(join(root, 'packages/backend/package.json'))(
    'pg',
  );
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select datname from pg_database where starts_with(datname, $1)',
      [PREFIX],
    );
    for (const { datname } of rows) {
      await client.query(
        `drop database if exists ${client.escapeIdentifier(
          datname,
        )} with (force)`,
      );
    }
  } finally {
    await client.end();
  }
}
