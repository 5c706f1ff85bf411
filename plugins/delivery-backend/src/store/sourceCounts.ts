import type { Knex } from 'knex';
import type { SourceCountRow } from './rows';

/** Adds to the numbers of items that a source has. Counting them each time would walk every table. */
export async function addCounts(
  knex: Knex,
  sourceId: string,
  differences: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [kind, difference] of differences) {
    if (difference !== 0) {
      await knex<SourceCountRow>('source_counts')
        .insert({ source_id: sourceId, kind, count: difference })
        .onConflict(['source_id', 'kind'])
        .merge({ count: knex.raw('source_counts.count + ?', [difference]) });
    }
  }
}
