import { ITEM_KINDS } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { DatabaseChangeQueue } from './DatabaseChangeQueue';
import { ItemOperations } from './ItemOperations';
import { ITEM_TABLES, ROWS_PER_STATEMENT } from './itemTables';
import type { LeaseStore } from './leases';
import { sourceLease } from './SourceStore';

/**
 * Removes all that is known of a source but its deployments, a few rows at a time and under its lease.
 *
 * @returns false where another replica collects it
 */
export async function removeSource(options: {
  knex: Knex;
  leases: LeaseStore;
  id: string;
}): Promise<boolean> {
  const { knex, leases, id } = options;
  const [lease] = await leases.acquire([sourceLease(id)]);
  if (!lease) {
    return false;
  }
  try {
    const items = new ItemOperations(id, new DatabaseChangeQueue(knex));
    for (const kind of ITEM_KINDS.filter(other => other !== 'deployment')) {
      let removed = 0;
      do {
        removed = await knex.transaction(async trx => {
          await leases.assertHeld(trx, lease);
          const ids: string[] = await trx(ITEM_TABLES[kind].table)
            .where('source_id', id)
            .limit(ROWS_PER_STATEMENT)
            .pluck('id');
          items.begin();
          const done = await items.apply(
            trx,
            ids.map(itemId => ({ kind, id: itemId })),
          );
          await items.finish(trx);
          return done.removed;
        });
        await leases.renew([lease]);
      } while (removed > 0);
    }
    await knex.transaction(async trx => {
      await leases.assertHeld(trx, lease);
      await trx('sources').where('id', id).delete();
      await trx('source_counts')
        .where('source_id', id)
        .whereNot('kind', 'deployment')
        .delete();
    });
    return true;
  } finally {
    await leases.release(lease);
  }
}
