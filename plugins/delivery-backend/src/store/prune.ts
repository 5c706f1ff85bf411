import type { ItemKind } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { deleteIn } from './ItemOperations';
import { ITEM_TABLES, ROWS_PER_STATEMENT } from './itemTables';
import { sortableTime } from './sortableTime';
import { addCounts } from './sourceCounts';

export interface PruneOptions {
  kind: ItemKind;
  /** The column by which the newest are counted. */
  group: string;
  /** The column that holds the time. */
  time: string;
  /** In milliseconds since 1970. */
  before: number;
  /** How many of each group stay, whatever their age. */
  keep: number;
  spare?: { column: string; values: ReadonlySet<string> };
}

/**
 * Removes old rows, a few at a time. It leaves nothing in the queue: what pages are made from does not reach so far
 * back.
 *
 * @returns how many
 */
export async function prune(
  knex: Knex,
  signal: AbortSignal,
  options: PruneOptions,
): Promise<number> {
  const { table } = ITEM_TABLES[options.kind];
  const cutoff = sortableTime(new Date(options.before).toISOString());
  const groups: string[] = await knex(table)
    .distinct(options.group)
    .where(options.time, '<', cutoff)
    .pluck(options.group);
  let removed = 0;
  for (const group of groups) {
    const oldestKept = await knex(table)
      .where(options.group, group)
      .orderBy(options.time, 'desc')
      .offset(options.keep - 1)
      .first(options.time);
    if (signal.aborted || !oldestKept) {
      continue;
    }
    const limit = [cutoff, oldestKept[options.time] as string].sort()[0];
    removed += await pruneGroup(knex, signal, group, limit, options);
  }
  return removed;
}

async function pruneGroup(
  knex: Knex,
  signal: AbortSignal,
  group: string,
  limit: string,
  options: PruneOptions,
): Promise<number> {
  const { table, children } = ITEM_TABLES[options.kind];
  let after = '';
  let removed = 0;
  while (!signal.aborted) {
    const rows: Record<string, string>[] = await knex(table)
      .where(options.group, group)
      .where(options.time, '<', limit)
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS_PER_STATEMENT);
    if (rows.length === 0) {
      break;
    }
    after = rows[rows.length - 1].id;
    const { spare } = options;
    const old = rows.filter(row => !spare?.values.has(row[spare.column]));
    const ids = old.map(({ id }) => id);
    await knex.transaction(async trx => {
      await deleteIn(trx, table, 'id', ids);
      if (children) {
        await deleteIn(trx, children.table, children.owner, ids);
      }
      for (const sourceId of new Set(old.map(row => row.source_id))) {
        const count = old.filter(row => row.source_id === sourceId).length;
        await addCounts(trx, sourceId, new Map([[options.kind, -count]]));
      }
    });
    removed += ids.length;
  }
  return removed;
}
