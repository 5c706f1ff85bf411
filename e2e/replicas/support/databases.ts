import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root';

const load = createRequire(join(root, 'packages/backend/package.json'));

/** Where a portal keeps what it knows. */
export interface TestDatabase {
  config: Record<string, unknown>;
  remove(): Promise<void>;
}

/** The variable that names the PostgreSQL to test with, as Backstage's own tests have it. */
export const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/** SQLite on disk, in a folder of its own. */
export function sqliteDatabase(): TestDatabase & {
  /** Takes over what a plugin knows in another portal, which may be running. */
  copy(plugin: string, from: { directory: string }): void;
  directory: string;
} {
  const directory = mkdtempSync(join(tmpdir(), 'throughline-database-'));
  return {
    directory,
    config: { client: 'better-sqlite3', connection: { directory } },
    copy(plugin, from) {
      const Database = load('better-sqlite3') as new (file: string) => {
        prepare(sql: string): { run(...values: string[]): void };
        close(): void;
      };
      const source = new Database(join(from.directory, `${plugin}.sqlite`));
      source.prepare('vacuum into ?').run(join(directory, `${plugin}.sqlite`));
      source.close();
    },
    async remove() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** One database of its own on PostgreSQL, in which each plugin has a schema. */
export async function postgresDatabase(server: string): Promise<TestDatabase> {
  const name = `throughline_replicas_${randomBytes(4).toString('hex')}`;
  await query(server, `create database ${name}`);
  const connection = new URL(server);
  connection.pathname = `/${name}`;
  return {
    config: {
      client: 'pg',
      connection: connection.toString(),
      pluginDivisionMode: 'schema',
    },
    remove: () => query(server, `drop database if exists ${name} with (force)`),
  };
}

interface PostgresClient {
  connect(): Promise<void>;
  query(sql: string): Promise<unknown>;
  end(): Promise<void>;
}

async function query(connectionString: string, sql: string): Promise<void> {
  const { Client } = load('pg') as {
    Client: new (options: { connectionString: string }) => PostgresClient;
  };
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
