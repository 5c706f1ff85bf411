import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** The entities that somebody may read. */
export type Visible =
  | { type: 'all' }
  | { type: 'none' }
  | { type: 'some'; refs: ReadonlySet<string>; key: string };

/** Makes the visible set of single entities. */
export function visibleSome(refs: Iterable<string>): Visible {
  const set = new Set(refs);
  const key = createHash('sha256')
    .update([...set].sort().join('\n'))
    .digest('base64url')
    .slice(0, 12);
  return { type: 'some', refs: set, key };
}

/** Whether an entity is among them. */
export function isVisible(visible: Visible, ref: string): boolean {
  return (
    visible.type === 'all' || (visible.type === 'some' && visible.refs.has(ref))
  );
}

/** Restricts a query to visible entities. */
export function whereVisible<T extends Knex.QueryBuilder>(
  query: T,
  column: string,
  visible: Visible,
): T {
  if (visible.type === 'none') {
    query.whereRaw('1 = 0');
  } else if (visible.type === 'some') {
    query.whereRaw('?? in (?)', [column, valuesOf(query, [...visible.refs])]);
  }
  return query;
}

/** A list as a sub-query that takes one value, as databases limit the number of values. */
export function valuesOf(
  knex: Pick<Knex, 'client'>,
  values: readonly string[],
): Knex.Raw {
  const isPostgres = knex.client.config.client === 'pg';
  return knex.client.raw(
    isPostgres
      ? 'select jsonb_array_elements_text(?::jsonb)'
      : 'select value from json_each(?)',
    [JSON.stringify(values)],
  );
}
