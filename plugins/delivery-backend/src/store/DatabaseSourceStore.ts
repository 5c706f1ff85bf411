import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceDetails } from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { describeSource } from './describeSource';
import type { LeaseStore } from './leases';
import { Listeners } from './Listeners';
import { Poller } from './Poller';
import type { SourceCountRow, SourceRow } from './rows';
import {
  type ConfiguredSource,
  sourceLease,
  type SourceStore,
} from './SourceStore';

const KEPT_MS = 1000;

/** Reads the sources' rows once for all who ask within a second. */
export class DatabaseSourceStore implements SourceStore {
  readonly #listeners: Listeners<string[]>;
  readonly #poller: Poller;
  #configured: readonly ConfiguredSource[] = [];
  #configuredAt = 0;
  #kept: { at: number; statuses: Promise<SourceDetails[]> } | undefined;
  #known: Map<string, string> | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      leases: LeaseStore;
      logger: LoggerService;
      now?: () => number;
    },
  ) {
    const { logger } = options;
    this.#listeners = new Listeners(error =>
      logger.error('A listener for sources failed', error as Error),
    );
    this.#poller = new Poller({
      everyMs: 2000,
      work: () => this.#look(),
      onError: error =>
        logger.warn('The sources could not be looked at', error as Error),
    });
  }

  configure(sources: readonly ConfiguredSource[]): void {
    this.#configured = [...sources];
    this.#configuredAt = this.#now();
    this.#kept = undefined;
  }

  configured(): readonly ConfiguredSource[] {
    return this.#configured;
  }

  statuses(): Promise<SourceDetails[]> {
    const now = this.#now();
    if (!this.#kept || now - this.#kept.at >= KEPT_MS) {
      const statuses = this.#read(now);
      const kept = { at: now, statuses };
      this.#kept = kept;
      statuses.catch(() => {
        if (this.#kept === kept) {
          this.#kept = undefined;
        }
      });
    }
    return this.#kept.statuses;
  }

  onChange(listener: (sourceIds: string[]) => void): () => void {
    const remove = this.#listeners.add(listener);
    this.#poller.start();
    return () => {
      remove();
      if (this.#listeners.size === 0) {
        this.#poller.stop();
      }
    };
  }

  /** This replica wrote how a source fares. */
  changed(): void {
    this.#kept = undefined;
  }

  async #read(now: number): Promise<SourceDetails[]> {
    const { knex, leases } = this.options;
    const configured = this.#configured;
    const [rows, counts, holders] = await Promise.all([
      knex<SourceRow>('sources').select(),
      knex<SourceCountRow>('source_counts').where('count', '>', 0).select(),
      leases.holders(),
    ]);
    const rowById = new Map(rows.map(row => [row.id, row]));
    const countsById = new Map<string, Record<string, number>>();
    for (const { source_id: id, kind, count } of counts) {
      countsById.set(id, { ...countsById.get(id), [kind]: Number(count) });
    }
    return configured.map(source =>
      describeSource(source, {
        row: rowById.get(source.id),
        counts: countsById.get(source.id) ?? {},
        holder: holders.get(sourceLease(source.id)),
        now,
        configuredAt: this.#configuredAt,
      }),
    );
  }

  async #look(): Promise<void> {
    const statuses = await this.statuses();
    const known = new Map(
      statuses.map(({ id, state, error }) => [
        id,
        JSON.stringify([state, error?.kind, error?.since]),
      ]),
    );
    const before = this.#known;
    this.#known = known;
    if (before) {
      const changed = [...known.keys()].filter(
        id => before.get(id) !== known.get(id),
      );
      if (changed.length > 0) {
        this.#listeners.call(changed);
      }
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}
