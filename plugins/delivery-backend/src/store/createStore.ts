import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type DatabaseService,
  type LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { DatabaseChangeQueue } from './DatabaseChangeQueue';
import { DatabaseInterestsStore } from './DatabaseInterestsStore';
import { DatabaseObservationReader } from './DatabaseObservationReader';
import { DatabaseSourceStore } from './DatabaseSourceStore';
import { HintStore } from './HintStore';
import {
  DatabaseLeaseStore,
  type Lease,
  LeaseManager,
  type LeasedWork,
  type LeaseStore,
} from './leases';
import type {
  ChangeQueue,
  InterestsStore,
  ObservationReader,
} from './ObservationReader';
import { ObservationWriter } from './ObservationWriter';
import type { SourceStore } from './SourceStore';
import { WriteTurns } from './WriteTurns';

/** The collected half of the plugin's database. */
export interface Store {
  knex: Knex;
  reader: ObservationReader;
  changes: ChangeQueue;
  interests: InterestsStore;
  sources: SourceStore;
  leases: LeaseStore;
  hints: HintStore;
  /** See {@link LeaseManager.runLeased}. */
  runLeased(name: string, work: LeasedWork): { stop(): Promise<void> };
  /** Opens what stores the observations of one attempt. */
  openWriter(options: {
    sourceId: string;
    strategy: 'watch' | 'poll';
    lease: Lease;
  }): Promise<ObservationWriter>;
}

export interface StoreOptions {
  database: DatabaseService;
  logger: LoggerService;
  /** Names this replica; made up unless told. */
  replica?: string;
  /** How long a lease lasts unless renewed; 12 s unless told. */
  leaseExpiryMs?: number;
  /** How often leases are renewed and looked for; 3 s unless told. */
  leaseRenewMs?: number;
}

/** How many sources are written at a time; the other connections of the pool are for pages. */
const WRITERS = 4;

/** Opens the store, after bringing its tables up to date. */
export async function createStore(options: StoreOptions): Promise<Store> {
  const { database, logger } = options;
  const knex = await database.getClient();
  await tuneSqlite(knex);
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@throughline/plugin-delivery-backend',
        'migrations',
      ),
    });
  }
  const expiryMs = options.leaseExpiryMs ?? 12_000;
  const leases = new DatabaseLeaseStore(knex, {
    holder: options.replica ?? `${hostname()}-${randomUUID().slice(0, 8)}`,
    expiryMs,
  });
  const manager = new LeaseManager({
    leases,
    logger,
    expiryMs,
    renewMs: options.leaseRenewMs ?? 3000,
  });
  const changes = new DatabaseChangeQueue(knex);
  const sources = new DatabaseSourceStore({ knex, leases, logger });
  const turns = new WriteTurns(isSqlite(knex) ? 1 : WRITERS);
  return {
    knex,
    reader: new DatabaseObservationReader(knex),
    changes,
    interests: new DatabaseInterestsStore(knex, logger),
    sources,
    leases,
    hints: new HintStore(knex),
    runLeased: (name, work) => manager.runLeased(name, work),
    openWriter: source =>
      ObservationWriter.open({
        ...source,
        knex,
        changes,
        leases,
        turns,
        onSourceChange: () => sources.changed(),
      }),
  };
}

/**
 * With its defaults SQLite waits for the disk at each commit, and the driver holds up every page while it does. In
 * WAL mode at `normal`, a crash of the machine may cost the last commits, never the database; what is lost is
 * collected again.
 */
async function tuneSqlite(knex: Knex): Promise<void> {
  const file = knex.client.config.connection?.filename;
  if (!isSqlite(knex) || typeof file !== 'string' || file === ':memory:') {
    return;
  }
  await knex.raw('PRAGMA journal_mode = WAL');
  await knex.raw('PRAGMA synchronous = NORMAL');
}

function isSqlite(knex: Knex): boolean {
  return String(knex.client.config.client).includes('sqlite');
}
