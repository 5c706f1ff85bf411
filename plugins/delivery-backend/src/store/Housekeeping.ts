import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { LeaseStore } from './leases';
import { prune } from './prune';
import { removeSource } from './removeSource';
import type { ChangeRow, HintRow, SourceRow } from './rows';
import type { SourceStore } from './SourceStore';

/** For how long history is kept, in milliseconds. */
export interface Retention {
  deployments: number;
  runs: number;
  /** Pull requests and releases go with them. */
  commits: number;
}

/** The newest that are kept whatever their age: a quiet service has a history as well. */
const KEPT = {
  deployments: 20,
  runs: 50,
  commits: 200,
  pullRequests: 50,
  releases: 50,
};

/** Entries that nobody took for so long are of no use: who comes back then looks at everything anyway. */
const QUEUE_MS = 7 * 24 * 3600 * 1000;

/**
 * A source that is missing from the configuration is removed once nobody has collected it for this long, so that a
 * replica that still runs on an older configuration does not lose what it collects.
 */
const ABANDONED_MS = 5 * 60 * 1000;

export interface HousekeepingOptions {
  knex: Knex;
  leases: LeaseStore;
  sources: SourceStore;
  retention: Retention;
  /** Commits that something refers to, which are kept whatever their age. */
  revisions: () => Promise<ReadonlySet<string>>;
  logger: LoggerService;
  now?: () => number;
}

/** Removes what is too old, and what no configuration asks for any more. */
export class Housekeeping {
  constructor(private readonly options: HousekeepingOptions) {}

  async applyRetention(signal: AbortSignal): Promise<void> {
    const { knex, retention, logger } = this.options;
    const now = this.#now();
    const spare = await this.options.revisions();
    const removed = {
      deployments: await prune(knex, signal, {
        kind: 'deployment',
        group: 'target_id',
        time: 'started_at',
        before: now - retention.deployments,
        keep: KEPT.deployments,
      }),
      runs: await prune(knex, signal, {
        kind: 'run',
        group: 'subject',
        time: 'created_at',
        before: now - retention.runs,
        keep: KEPT.runs,
      }),
      commits: await prune(knex, signal, {
        kind: 'commit',
        group: 'repository',
        time: 'committed_at',
        before: now - retention.commits,
        keep: KEPT.commits,
        spare: { column: 'sha', values: spare },
      }),
      pullRequests: await prune(knex, signal, {
        kind: 'pullRequest',
        group: 'repository',
        time: 'updated_at',
        before: now - retention.commits,
        keep: KEPT.pullRequests,
      }),
      releases: await prune(knex, signal, {
        kind: 'release',
        group: 'repository',
        time: 'published_at',
        before: now - retention.commits,
        keep: KEPT.releases,
      }),
      queued: await knex<ChangeRow>('changes')
        .where('recorded_at', '<', now - QUEUE_MS)
        .delete(),
      hints: await knex<HintRow>('hints')
        .where('recorded_at', '<', now - QUEUE_MS)
        .delete(),
    };
    if (Object.values(removed).some(count => count > 0)) {
      logger.info(`Removed what is older than its retention`, removed);
    }
  }

  /** Removes what is known of sources that are not configured any more, save their deployments: these are history. */
  async removeAbandoned(signal: AbortSignal): Promise<void> {
    const { knex, sources, leases, logger } = this.options;
    const configured = new Set(sources.configured().map(({ id }) => id));
    const rows = await knex<SourceRow>('sources').select(
      'id',
      'last_success_at',
    );
    const abandoned = rows.filter(
      row =>
        !configured.has(row.id) &&
        this.#now() - Number(row.last_success_at ?? 0) > ABANDONED_MS,
    );
    for (const { id } of abandoned) {
      if (!signal.aborted && (await removeSource({ knex, leases, id }))) {
        logger.info(
          `Removed what was known of '${id}', which is not configured any more`,
        );
      }
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}
