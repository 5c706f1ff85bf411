import type { Knex } from 'knex';
import type { PageBody } from './buildPage';

/** A row of `soaks`. */
export interface SoakRow {
  entity_ref: string;
  environment: string;
  version: string;
  since: string;
}

/** The environments of a page in which one version alone runs and is healthy. */
export function healthyLanes(page: PageBody): Omit<SoakRow, 'since'>[] {
  return page.lanes.flatMap(lane =>
    lane.health.status === 'healthy' && lane.versions.length === 1
      ? [
          {
            entity_ref: page.entityRef,
            environment: lane.environment.name,
            version: lane.versions[0].label,
          },
        ]
      : [],
  );
}

/** Notes since when versions are healthy, in the transaction that writes the pages that say so. */
export async function writeSoaks(
  trx: Knex.Transaction,
  refs: readonly string[],
  healthy: readonly Omit<SoakRow, 'since'>[],
  now: string,
): Promise<void> {
  if (refs.length === 0) {
    return;
  }
  const known: SoakRow[] = await trx<SoakRow>('soaks').whereIn(
    'entity_ref',
    refs,
  );
  const keyOf = (row: Omit<SoakRow, 'since'>) =>
    JSON.stringify([row.entity_ref, row.environment, row.version]);
  const wanted = new Set(healthy.map(keyOf));
  const kept = new Set(known.map(keyOf));
  for (const row of known.filter(each => !wanted.has(keyOf(each)))) {
    await trx('soaks')
      .where({ entity_ref: row.entity_ref, environment: row.environment })
      .delete();
  }
  const fresh = healthy.filter(each => !kept.has(keyOf(each)));
  for (let from = 0; from < fresh.length; from += 50) {
    await trx<SoakRow>('soaks').insert(
      fresh.slice(from, from + 50).map(each => ({ ...each, since: now })),
    );
  }
}
