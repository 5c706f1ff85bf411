import {
  FLEET_STATES,
  type EnvironmentInfo,
  type FleetCell,
  type FleetPage,
  type FleetQuery,
  type FleetRow,
  type FleetState,
} from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor';
import type { StoredLastRun } from './fleetCells';
import type { Freshness } from './freshness';
import type { FleetCellRow, FleetRowRow } from './rows';
import { valuesOf, whereVisible, type Visible } from './Visible';

const FLAGS = [
  'degraded',
  'drifted',
  'progressing',
  'behind',
  'unknown',
] as const;

const SORTS: Record<
  NonNullable<FleetQuery['sort']>,
  { column: 'search' | 'worst' | 'changed_at'; order: 'asc' | 'desc' }[]
> = {
  name: [{ column: 'search', order: 'asc' }],
  '-name': [{ column: 'search', order: 'desc' }],
  worst: [
    { column: 'worst', order: 'desc' },
    { column: 'search', order: 'asc' },
  ],
  '-changed': [{ column: 'changed_at', order: 'desc' }],
};

const CURSOR = z.array(z.union([z.string(), z.number()])).max(4);

type Row = FleetRowRow & Record<'stale' | 'healthy', number>;
type Aggregates = Record<FleetState | 'total', number | string | null>;

/** Answers the fleet page: filtered, sorted, counted and paged by the database. */
export class FleetReader {
  constructor(
    private readonly knex: Knex,
    private readonly environments: readonly EnvironmentInfo[],
  ) {}

  async read(
    query: FleetQuery,
    visible: Visible,
    freshness: Freshness,
  ): Promise<Omit<FleetPage, 'channel' | 'sandbox'>> {
    const limit = Math.min(Math.max(query.limit ?? 50, 1), 200);
    const sort = SORTS[query.sort ?? 'name'];
    const stale = await this.#staleCombinations(
      query.environments?.length ? 'fleet_cells' : 'fleet_rows',
      freshness,
    );
    const filtered = () => this.#filtered(query, visible, stale);
    const rows = await this.#rows(query, filtered(), sort, limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const counts = await this.#counts(query, filtered());
    return {
      items: await this.#withCells(shown, query, freshness),
      ...(last && rows.length > limit
        ? {
            nextCursor: encodeCursor({
              after: [
                ...sort.map(({ column }) => last[column]),
                last.entity_ref,
              ],
            }),
          }
        : {}),
      ...counts,
      environments: [...this.environments],
      owners: await this.#distinct('owner', visible),
      systems: await this.#distinct('system', visible),
    };
  }

  async #rows(
    query: FleetQuery,
    filtered: Knex.QueryBuilder,
    sort: (typeof SORTS)['name'],
    limit: number,
  ): Promise<Row[]> {
    const rows = this.knex.select('*').from(filtered.as('rows')).limit(limit);
    if (query.states?.length) {
      rows.where(anyState(query.states));
    }
    const keys = [...sort, { column: 'entity_ref', order: 'asc' as const }];
    keys.forEach(({ column, order }) => rows.orderBy(column, order));
    if (query.cursor) {
      const { after } = decodeCursor(
        query.cursor,
        z.object({ after: CURSOR.length(keys.length) }),
      );
      rows.where(later =>
        keys.forEach(({ column, order }, index) =>
          later.orWhere(same => {
            keys
              .slice(0, index)
              .forEach((key, at) => same.where(key.column, after[at]));
            same.where(column, order === 'asc' ? '>' : '<', after[index]);
          }),
        ),
      );
    }
    return rows;
  }

  async #counts(
    query: FleetQuery,
    filtered: Knex.QueryBuilder,
  ): Promise<Pick<FleetPage, 'counts' | 'total'>> {
    const states = query.states?.length ? query.states : undefined;
    const [sums]: Aggregates[] = await this.knex
      .select(
        ...FLEET_STATES.map(state =>
          this.knex.raw('sum(??) as ??', [state, state]),
        ),
        states
          ? this.knex.raw(
              `sum(case when ${states
                .map(() => '?? = 1')
                .join(' or ')} then 1 else 0 end) as total`,
              states,
            )
          : this.knex.raw('count(*) as total'),
      )
      .from(filtered.as('rows'));
    return {
      total: Number(sums.total ?? 0),
      counts: Object.fromEntries(
        FLEET_STATES.map(state => [state, Number(sums[state] ?? 0)]),
      ) as FleetPage['counts'],
    };
  }

  /** All rows that the filter, states aside, lets through, with a flag for each state. */
  #filtered(
    query: FleetQuery,
    visible: Visible,
    staleCombinations: readonly string[],
  ): Knex.QueryBuilder {
    const cells = query.environments?.length
      ? this.#cells(query.environments, staleCombinations)
      : undefined;
    const flags = cells ? 'cells' : 'fleet_rows';
    const stale = cells
      ? this.knex.ref('cells.stale')
      : this.#stale('fleet_rows', staleCombinations);
    const rows = this.knex('fleet_rows').select(
      'fleet_rows.entity_ref',
      'title',
      'search',
      'owner',
      'system',
      'last_run',
      'failing',
      'worst',
      'changed_at',
      ...FLAGS.map(flag => `${flags}.${flag} as ${flag}`),
    );
    if (cells) {
      rows.join(cells.as('cells'), 'cells.entity_ref', 'fleet_rows.entity_ref');
    }
    if (query.text?.trim()) {
      const text = query.text.trim().toLocaleLowerCase('en-US');
      rows.whereRaw("search like ? escape '\\'", [`%${escapeLike(text)}%`]);
    }
    if (query.owners?.length) {
      rows.whereIn('owner', query.owners);
    }
    if (query.systems?.length) {
      rows.whereIn('system', query.systems);
    }
    whereVisible(rows, 'fleet_rows.entity_ref', visible);
    rows.select(this.knex.raw('? as stale', [stale]));
    return this.knex
      .select(
        'all.*',
        this.knex.raw(
          'case when degraded + drifted + progressing + ?? + stale = 0 then 1 else 0 end as healthy',
          ['unknown'],
        ),
      )
      .from(rows.as('all'));
  }

  #cells(
    environments: readonly string[],
    staleCombinations: readonly string[],
  ): Knex.QueryBuilder {
    const max = (flag: string) => this.knex.raw('max(??) as ??', [flag, flag]);
    return this.knex('fleet_cells')
      .whereIn('environment', environments as string[])
      .groupBy('entity_ref')
      .select(
        'entity_ref',
        ...FLAGS.map(max),
        this.knex.raw('max(?) as stale', [
          this.#stale('fleet_cells', staleCombinations),
        ]),
      );
  }

  /** Whether any of the sources of a row is not fresh; there are far fewer combinations of sources than rows. */
  #stale(table: string, combinations: readonly string[]): Knex.Raw {
    if (combinations.length === 0) {
      return this.knex.raw('0');
    }
    return this.knex.raw('case when ?? in (?) then 1 else 0 end', [
      `${table}.sources`,
      valuesOf(this.knex, combinations),
    ]);
  }

  async #staleCombinations(
    table: string,
    freshness: Freshness,
  ): Promise<string[]> {
    const rows: { sources: string }[] = await this.knex(table).distinct(
      'sources',
    );
    return rows
      .map(row => row.sources)
      .filter(sources => freshness.oldestOf(splitSources(sources)));
  }

  async #withCells(
    rows: readonly Row[],
    query: FleetQuery,
    freshness: Freshness,
  ): Promise<FleetRow[]> {
    const cells = this.knex<FleetCellRow>('fleet_cells')
      .whereIn(
        'entity_ref',
        rows.map(row => row.entity_ref),
      )
      .orderBy(['entity_ref', 'position'])
      .select('entity_ref', 'data', 'sources');
    if (query.environments?.length) {
      cells.whereIn('environment', query.environments);
    }
    const byRef = new Map<string, FleetCell[]>();
    for (const row of await cells) {
      const cell = JSON.parse(row.data) as FleetCell;
      const staleSince = freshness.oldestOf(splitSources(row.sources));
      const known = byRef.get(row.entity_ref) ?? [];
      known.push({ ...cell, ...(staleSince ? { staleSince } : {}) });
      byRef.set(row.entity_ref, known);
    }
    return rows.map(row => ({
      entityRef: row.entity_ref,
      title: row.title,
      ...(row.owner ? { owner: row.owner } : {}),
      ...(row.system ? { system: row.system } : {}),
      ...(row.last_run ? { lastRun: lastRunOf(row.last_run, freshness) } : {}),
      cells: byRef.get(row.entity_ref) ?? [],
    }));
  }

  async #distinct(
    column: 'owner' | 'system',
    visible: Visible,
  ): Promise<string[]> {
    const rows: Record<string, string>[] = await whereVisible(
      this.knex('fleet_rows')
        .distinct(column)
        .whereNotNull(column)
        .orderBy(column)
        .limit(1000),
      'entity_ref',
      visible,
    );
    return rows.map(row => row[column]);
  }
}

function lastRunOf(
  stored: string,
  freshness: Freshness,
): NonNullable<FleetRow['lastRun']> {
  const { sourceId, ...run } = JSON.parse(stored) as StoredLastRun;
  const staleSince = freshness.staleSince(sourceId);
  return { ...run, ...(staleSince ? { staleSince } : {}) };
}

function anyState(states: readonly FleetState[]) {
  return (builder: Knex.QueryBuilder) =>
    states.forEach(state => builder.orWhere(state, 1));
}

function splitSources(sources: string): string[] {
  return sources.split('|').filter(Boolean);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
