import type { Knex } from 'knex';

/** A few at a time: a transaction of all would keep everybody else waiting. */
const TAKE = 500;

/** What hangs on operations. */
const TABLES = [
  'operation_subjects',
  'operation_effects',
  'operation_approvals',
  'operation_notices',
];

/** Removes all operations that ended before a time, and says how many. */
export async function pruneOperations(
  knex: Knex,
  before: string,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const ids: string[] = await knex('operations')
      .where('finished_at', '<', before)
      .limit(TAKE)
      .pluck('id');
    await knex.transaction(async trx => {
      for (const table of TABLES) {
        await trx(table).whereIn('operation_id', ids).delete();
      }
      await trx('operations').whereIn('id', ids).delete();
    });
    removed += ids.length;
    if (ids.length < TAKE) {
      return removed;
    }
  }
}
