import type { Knex } from 'knex';
import { concernsScope } from '../store/problemScope';
import { type Ask, askAtOnce } from '../store/QueryGatherer';
import type { EntityRecord } from './EntityRecord';

/** Since when what is stored can be observed no longer, by its id; what is not in it can be. */
export type Unobserved = ReadonlyMap<string, string>;

/** Begins what stands among ids of sources for a part of one that cannot be observed; the time follows. */
const MOMENT = '!';

/** Stands among ids of sources for a part of one that cannot be observed since then. */
export function unobservedSource(since: string): string {
  return `${MOMENT}${since}`;
}

/** The time of an {@link unobservedSource}; undefined for a source. */
export function momentOf(sourceId: string): string | undefined {
  return sourceId.startsWith(MOMENT)
    ? sourceId.slice(MOMENT.length)
    : undefined;
}

interface Kept {
  id: string;
  sourceId: string;
}

/**
 * Finds what lies in a part of its source that cannot be observed. The source as a whole may be fresh all the same,
 * and what it told of that part is the last known.
 */
export async function findUnobserved(
  knex: Knex,
  record: Pick<EntityRecord, 'targets' | 'runs' | 'branches'>,
  ask: Ask = askAtOnce,
): Promise<Unobserved> {
  const kept: Record<string, Kept[]> = {
    targets: record.targets.flatMap(each => [each.stored, ...each.workloads]),
    runs: record.runs,
    branches: record.branches,
  };
  const problems = await problemsOf(
    knex,
    ask,
    Object.values(kept).flatMap(all => all.map(each => each.sourceId)),
  );
  const found = new Map<string, string>();
  if (problems.size === 0) {
    return found;
  }
  for (const [table, all] of Object.entries(kept)) {
    const ids = all
      .filter(each => problems.has(each.sourceId))
      .map(each => each.id);
    for (let from = 0; from < ids.length; from += 100) {
      const rows = await ask<{ id: string; source_id: string; scope: string }>(
        knex(table)
          .whereIn('id', ids.slice(from, from + 100))
          .select('id', 'source_id', 'scope'),
      );
      for (const row of rows) {
        const since = problems
          .get(row.source_id)
          ?.find(({ scope }) => concernsScope(scope, row.scope))?.since;
        if (since) {
          found.set(row.id, since);
        }
      }
    }
  }
  return found;
}

async function problemsOf(
  knex: Knex,
  ask: Ask,
  sourceIds: readonly string[],
): Promise<Map<string, { scope: string; since: string }[]>> {
  const rows = await ask<{ id: string; problems: string }>(
    knex('sources')
      .whereIn('id', [...new Set(sourceIds)])
      .whereNot('problems', '{}')
      .select('id', 'problems'),
  );
  return new Map(
    rows.map(({ id, problems }) => [
      id,
      Object.entries(
        JSON.parse(problems) as Record<string, { since: number }>,
      ).map(([scope, { since }]) => ({
        scope,
        since: new Date(since).toISOString(),
      })),
    ]),
  );
}
