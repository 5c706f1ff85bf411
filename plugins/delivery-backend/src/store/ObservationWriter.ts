import {
  ITEM_KINDS,
  type ItemKind,
  type Observation,
  type ObservedItem,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import type { DatabaseChangeQueue } from './DatabaseChangeQueue';
import { ItemOperations, type Operation } from './ItemOperations';
import { itemId } from './itemId';
import type { Lease, LeaseStore } from './leases';
import { ListingTracker } from './ListingTracker';
import type { SourceRow } from './rows';
import { SourceLedger } from './SourceLedger';
import { type PreparedItem, toRow, UnfitItemError } from './toRow';
import type { WriteTurns } from './WriteTurns';

/** What became of a batch. */
export interface WriteResult {
  written: number;
  unchanged: number;
  removed: number;
  malformed: number;
}

export interface ObservationWriterOptions {
  knex: Knex;
  changes: DatabaseChangeQueue;
  leases: LeaseStore;
  lease: Lease;
  /** Shared by all that write. */
  turns: WriteTurns;
  sourceId: string;
  /** A watch recovers from a failure when something comes after its listings; a pass, when it has ended. */
  strategy: 'watch' | 'poll';
  now?: () => number;
  /** Told after a commit that changed how the source fares. */
  onSourceChange?: () => void;
}

/**
 * Stores what one attempt to observe a source yields. Each batch is one transaction, written only as long as the
 * lease is held. A batch that fails leaves this writer unusable: what it remembers of the listings under way is no
 * longer what the database has, and the next attempt begins anew.
 */
export class ObservationWriter {
  readonly #listings = new ListingTracker();
  readonly #items: ItemOperations;
  #broken = false;

  private constructor(
    private readonly options: ObservationWriterOptions,
    private readonly ledger: SourceLedger,
  ) {
    this.#items = new ItemOperations(options.sourceId, options.changes);
  }

  static async open(
    options: ObservationWriterOptions,
  ): Promise<ObservationWriter> {
    const { knex, sourceId } = options;
    await knex<SourceRow>('sources')
      .insert({ id: sourceId, problems: '{}', malformed: '{}' })
      .onConflict('id')
      .ignore();
    const row = await knex<SourceRow>('sources').where('id', sourceId).first();
    return new ObservationWriter(
      options,
      new SourceLedger(row, options.now ?? Date.now),
    );
  }

  /** The cursor of the last checkpoint that was stored. */
  get cursor(): string | undefined {
    return this.ledger.cursor;
  }

  /** Whether the upstream has answered during this attempt, and what failed before has been made up for. */
  get answered(): boolean {
    return this.ledger.answered;
  }

  /** @throws LeaseLostError where another replica collects the source by now; nothing was written then */
  async write(observations: readonly Observation[]): Promise<WriteResult> {
    return this.#transaction(async trx => {
      const result = { written: 0, unchanged: 0, removed: 0, malformed: 0 };
      const pending = new Map<string, Operation>();
      const flush = async () => {
        const done = await this.#items.apply(trx, [...pending.values()]);
        pending.clear();
        result.written += done.written;
        result.unchanged += done.unchanged;
        result.removed += done.removed;
      };
      for (const observation of observations) {
        switch (observation.type) {
          case 'observed':
            for (const item of observation.items) {
              const prepared = this.#prepare(observation.scope, item);
              if (!prepared) {
                result.malformed++;
                await this.#doubt(pending, item, 'it cannot be stored', flush);
              } else if (!isEnded(pending.get(prepared.row.id))) {
                pending.set(prepared.row.id, prepared);
              }
            }
            this.#answered();
            break;
          case 'vanished':
            for (const { kind, key } of observation.items) {
              this.ledger.readable(observation.scope, kind, key);
              if (kind !== 'deployment') {
                const id = itemId(this.options.sourceId, kind, key);
                pending.set(id, { kind, id });
              }
            }
            this.#answered();
            break;
          case 'listed': {
            await flush();
            result.removed += await this.#sweep(trx, observation.scope);
            break;
          }
          case 'malformed':
            this.#malformed(observation);
            result.malformed++;
            await this.#doubt(
              pending,
              observation.item,
              observation.reason,
              flush,
            );
            break;
          case 'problem':
            await this.#problem(trx, observation.scope, observation.reason);
            break;
          default:
            this.#note(observation);
        }
      }
      await flush();
      return result;
    });
  }

  /**
   * A pass has ended by itself. One that looked at a part only does not make up for one that failed; one that resumed
   * another does not know what that one complained of.
   */
  async complete(options: {
    whole: boolean;
    resumed?: boolean;
  }): Promise<void> {
    await this.#transaction(async trx => {
      if (options.whole && !options.resumed) {
        for (const scope of this.ledger.unreportedProblems()) {
          await this.#problem(trx, scope, undefined);
        }
      }
      if (options.whole || !this.ledger.failing) {
        this.ledger.succeeded();
      }
    });
  }

  /** Keeps why the attempt failed. */
  async fail(
    kind: Parameters<SourceLedger['failed']>[0],
    message: string,
  ): Promise<void> {
    const fresh = this.#broken
      ? await ObservationWriter.open(this.options)
      : this;
    fresh.ledger.failed(kind, message);
    await fresh.#transaction(async () => {});
  }

  async #transaction<T>(
    work: (trx: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    if (this.#broken) {
      throw new Error('An earlier batch of this attempt failed');
    }
    const { knex, leases, lease, sourceId, turns } = this.options;
    this.#items.begin();
    let changes: Partial<SourceRow> | undefined;
    let result: T;
    try {
      result = await turns.take(() =>
        knex.transaction(async trx => {
          await leases.assertHeld(trx, lease);
          const done = await work(trx);
          await this.#items.finish(trx);
          changes = this.ledger.changes();
          if (changes) {
            await trx<SourceRow>('sources')
              .where('id', sourceId)
              .update(changes);
          }
          return done;
        }),
      );
    } catch (error) {
      this.#broken = true;
      throw error;
    }
    if (changes) {
      this.ledger.stored();
      this.options.onSourceChange?.();
    }
    if (this.#items.queued) {
      this.options.changes.announce();
    }
    return result;
  }

  #prepare(scope: string, item: ObservedItem): PreparedItem | undefined {
    const { sourceId } = this.options;
    try {
      const prepared = toRow(sourceId, scope, item);
      this.#listings.mention(scope, prepared.row.id);
      this.ledger.readable(scope, item.kind, item.key);
      return prepared;
    } catch (error) {
      const key = typeof item.key === 'string' ? item.key : undefined;
      this.#malformed({
        scope,
        item: { kind: item.kind, key, description: key ?? 'without a key' },
        reason:
          error instanceof UnfitItemError
            ? error.message
            : 'it is not as the contract says',
      });
      return undefined;
    }
  }

  /** What cannot be read keeps its place, and loses what was known of how it fares. */
  async #doubt(
    pending: Map<string, Operation>,
    { kind, key }: { kind: ItemKind; key?: unknown },
    reason: string,
    flush: () => Promise<void>,
  ): Promise<void> {
    if (typeof key === 'string' && key !== '' && ITEM_KINDS.includes(kind)) {
      const id = itemId(this.options.sourceId, kind, key);
      if (pending.has(id)) {
        await flush();
      }
      pending.set(id, { kind, id, doubt: reason });
    }
  }

  /** What shows a part is looked at again when that cannot be observed any more, or can again. */
  async #problem(
    trx: Knex.Transaction,
    scope: string,
    reason: string | undefined,
  ): Promise<void> {
    if (this.ledger.problem(scope, reason)) {
      await this.#items.touch(trx, scope);
    }
  }

  #malformed(observation: {
    scope: string;
    item: { kind: ItemKind; key?: string; description: string };
    reason: string;
  }): void {
    const { scope, item, reason } = observation;
    if (item.key) {
      this.#listings.mention(
        scope,
        itemId(this.options.sourceId, item.kind, item.key),
      );
    } else {
      this.#listings.mentionUnnamed(scope, item.kind);
    }
    this.ledger.malformed(scope, {
      kind: item.kind,
      key: (item.key ?? item.description).slice(0, 300),
      reason,
    });
  }

  async #sweep(trx: Knex.Transaction, scope: string): Promise<number> {
    const listing = this.#listings.end(scope);
    if (!listing) {
      throw new SourceFailure(
        'internal',
        `The provider ended a listing of '${scope}' that it had not begun`,
      );
    }
    this.ledger.listed(scope);
    const removed = await this.#items.removeUnmentioned(trx, scope, listing);
    // A part that was listed can be observed; and while the source is failing, a part is not the whole.
    await this.#problem(trx, scope, undefined);
    if (!this.#listings.anyOpen && !this.ledger.failing) {
      this.ledger.succeeded();
    }
    return removed;
  }

  #note(
    observation: Exclude<
      Observation,
      { type: 'observed' | 'vanished' | 'listed' | 'malformed' | 'problem' }
    >,
  ): void {
    switch (observation.type) {
      case 'listing':
        this.#listings.begin(observation.scope);
        this.ledger.listing(observation.scope);
        break;
      case 'checkpoint':
        this.ledger.checkpoint(observation.cursor);
        this.#answered();
        break;
      case 'alive':
        this.#answered();
        break;
      default: {
        const { limit, remaining, resetsAt } = observation;
        this.ledger.budget({ limit, remaining, resetsAt });
      }
    }
  }

  /**
   * The upstream answered. A listing may yet fail in its middle, and after a failure a pass has to come to its end
   * before the source counts as well again: else one whose second half always fails would look fresh for ever.
   */
  #answered(): void {
    const recovers = this.options.strategy === 'watch' || !this.ledger.failing;
    if (!this.#listings.anyOpen && recovers) {
      this.ledger.succeeded();
    }
  }
}

/** The end of a deployment is the last word on it, within a batch as well. */
function isEnded(operation: Operation | undefined): boolean {
  return (
    operation !== undefined && 'row' in operation && operation.row.ended === 1
  );
}
