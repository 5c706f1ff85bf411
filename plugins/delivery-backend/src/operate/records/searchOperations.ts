import type { OperationsQuery } from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { decodeCursor } from '../../read/cursor';
import { whereVisible, type Visible } from '../../read/Visible';
import type { OperationRow } from './rows';

/** Operations by what they are searched for, newest first. */
export async function searchOperations(
  knex: Knex,
  query: OperationsQuery & { limit: number },
  visible: Visible,
): Promise<OperationRow[]> {
  const rows = whereVisible(
    knex<OperationRow>('operations'),
    'entity_ref',
    visible,
  )
    .orderBy([
      { column: 'requested_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(query.limit);
  if (query.text) {
    const text = query.text.toLocaleLowerCase('en-US');
    rows.where(found =>
      found
        .whereRaw("search like ? escape '\\'", [
          `%${text.replace(/[\\%_]/g, '\\$&')}%`,
        ])
        // Links to an operation are a search for its id.
        .orWhere('id', text),
    );
  }
  if (query.entityRef) {
    rows.where('entity_ref', query.entityRef);
  }
  if (query.actor) {
    rows.where('actor', query.actor);
  }
  for (const [column, values] of [
    ['environment', query.environments],
    ['type', query.types],
    ['state', query.states],
  ] as const) {
    if (values && values.length > 0) {
      rows.whereIn(column, values as string[]);
    }
  }
  if (query.from) {
    rows.where('requested_at', '>=', new Date(query.from).toISOString());
  }
  if (query.to) {
    rows.where('requested_at', '<', new Date(query.to).toISOString());
  }
  if (query.cursor) {
    const { at, id } = decodeCursor(
      query.cursor,
      z.object({ at: z.string(), id: z.string() }),
    );
    rows.where(earlier =>
      earlier
        .where('requested_at', '<', at)
        .orWhere(same => same.where('requested_at', at).where('id', '<', id)),
    );
  }
  return (await rows) as OperationRow[];
}
