import type { Knex } from 'knex';
import { inChunks } from './itemTables';
import { Listeners } from './Listeners';
import type { ChangeEntry, ChangeQueue } from './ObservationReader';
import type { ChangeRow } from './rows';

/** An entry before it has its number. */
export type NewChange = Omit<ChangeEntry, 'id'>;

/**
 * The queue as a table. Entries that commit late may have lower numbers than others that were taken already, so only
 * those are removed that were named, never "all up to".
 */
export class DatabaseChangeQueue implements ChangeQueue {
  readonly #listeners = new Listeners<void>();

  constructor(private readonly knex: Knex) {}

  async take(limit: number): Promise<ChangeEntry[]> {
    const rows = await this.knex<ChangeRow>('changes')
      .select('id', 'source_id', 'kind', 'key', 'subject')
      .orderBy('id')
      .limit(limit);
    return rows.map(row => ({
      id: Number(row.id),
      sourceId: row.source_id,
      kind: row.kind,
      key: row.key,
      subject: row.subject,
    }));
  }

  async done(upToId: number, ids: readonly number[]): Promise<void> {
    for (const some of inChunks(ids)) {
      await this.knex('changes')
        .whereIn('id', some)
        .where('id', '<=', upToId)
        .delete();
    }
  }

  /** Adds entries in the transaction that writes what they tell of. */
  async add(trx: Knex.Transaction, changes: readonly NewChange[]) {
    const recordedAt = Date.now();
    for (const some of inChunks(changes)) {
      await trx('changes').insert(
        some.map(change => ({
          source_id: change.sourceId,
          kind: change.kind,
          key: change.key,
          subject: change.subject,
          recorded_at: recordedAt,
        })),
      );
    }
  }

  /** To be called after the commit. */
  announce(): void {
    this.#listeners.call();
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }
}
