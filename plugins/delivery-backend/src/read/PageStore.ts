import type { Knex } from 'knex';
import { type Ask, type Lease, type LeaseStore, QueryGatherer } from '../store';
import { brokenPage } from './brokenPage';
import type { BuiltPage } from './PageBuilder';
import { writeSoaks } from './soaks';
import { unobservedSource } from './unobserved';
import type { DirtyPageRow, FleetCellRow, FleetRowRow, PageRow } from './rows';

/** Rows per statement: the embedded database takes a limited number of values. */
const CHUNK = 50;

/** A page that is to be built again. */
export interface DirtyPage {
  ref: string;
  /** How often it had been marked when it was taken. */
  marks: number;
}

/** Where built pages are kept, and which are out of date. */
export class PageStore {
  readonly #ask: Ask;

  constructor(
    private readonly knex: Knex,
    private readonly leases: LeaseStore,
  ) {
    this.#ask = new QueryGatherer(knex).ask;
  }

  /** Those that are asked for at the same time are read in one statement. */
  async get(
    ref: string,
  ): Promise<Pick<PageRow, 'etag' | 'sources' | 'body'> | undefined> {
    const [row] = await this.#ask<PageRow>(
      this.knex('pages')
        .where('entity_ref', ref)
        .limit(1)
        .select('etag', 'sources', 'body'),
    );
    return row;
  }

  /** Etags of pages, to tell which of those built now differ. */
  async etags(refs: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.knex<PageRow>('pages')
      .whereIn('entity_ref', refs as string[])
      .select('entity_ref', 'etag');
    return new Map(rows.map(row => [row.entity_ref, row.etag]));
  }

  /** For each entity the commits that run somewhere. */
  async *wanted(): AsyncGenerator<{ ref: string; shas: string[] }[]> {
    let after = '';
    for (;;) {
      const rows = await this.knex<PageRow>('pages')
        .where('entity_ref', '>', after)
        .orderBy('entity_ref')
        .limit(1000)
        .select('entity_ref', 'wanted');
      if (rows.length === 0) {
        return;
      }
      yield rows.map(row => ({
        ref: row.entity_ref,
        shas: JSON.parse(row.wanted) as string[],
      }));
      after = rows[rows.length - 1].entity_ref;
    }
  }

  /** Marks pages as out of date, in the transaction that makes them so. */
  async markDirty(trx: Knex, refs: Iterable<string>): Promise<void> {
    const all = [...new Set(refs)];
    for (let from = 0; from < all.length; from += CHUNK) {
      await trx<DirtyPageRow>('dirty_pages')
        .insert(
          all
            .slice(from, from + CHUNK)
            .map(ref => ({ entity_ref: ref, marks: 1 })),
        )
        .onConflict('entity_ref')
        .merge({ marks: trx.raw('dirty_pages.marks + 1') });
    }
  }

  /**
   * @param limit - fewer than this are returned only where there are no more
   * @param first - those that somebody waits for, who come before the others
   * @param except - those that are left for later
   * @param after - where to go on in the order of names, so that each has its turn where there are ever more of them
   */
  async dirty(
    limit: number,
    first: readonly string[],
    except: readonly string[],
    after = '',
  ): Promise<DirtyPage[]> {
    const query = (left: number, without: readonly string[]) =>
      this.knex<DirtyPageRow>('dirty_pages')
        .whereNotIn('entity_ref', without.slice(0, 500))
        .orderByRaw('case when entity_ref > ? then 0 else 1 end', [after])
        .orderBy('entity_ref')
        .limit(left);
    const rows: DirtyPageRow[] =
      first.length > 0
        ? await query(limit, except).whereIn('entity_ref', first.slice(0, 200))
        : [];
    if (rows.length < limit) {
      const refs = rows.map(row => row.entity_ref);
      rows.push(...(await query(limit - rows.length, [...refs, ...except])));
    }
    return rows.map(row => ({ ref: row.entity_ref, marks: row.marks }));
  }

  /** Says on pages that cannot be built that they are the last known; they stay marked as out of date. */
  async markBroken(
    refs: readonly string[],
    since: string,
    lease: Lease,
  ): Promise<string[]> {
    return this.knex.transaction(async trx => {
      await this.leases.assertHeld(trx, lease);
      const rows = await trx<PageRow>('pages').whereIn('entity_ref', refs);
      const broken = rows.flatMap(row => brokenPage(row, since) ?? []);
      for (const row of broken) {
        await trx<PageRow>('pages')
          .where('entity_ref', row.entity_ref)
          .update(row);
        for (const table of ['fleet_rows', 'fleet_cells']) {
          await trx(table)
            .where('entity_ref', row.entity_ref)
            .update({
              sources: trx.raw('?? || ?', [
                'sources',
                `${unobservedSource(since)}|`,
              ]),
            });
        }
      }
      return broken.map(row => row.entity_ref);
    });
  }

  /** Writes pages that were built, or removes those of entities that are gone; what was marked meanwhile stays. */
  async write(
    pages: readonly { dirty: DirtyPage; built?: BuiltPage; changed: boolean }[],
    lease: Lease,
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      await this.leases.assertHeld(trx, lease);
      const changed = pages.filter(each => each.changed);
      const refs = changed.map(each => each.dirty.ref);
      if (refs.length > 0) {
        await trx('fleet_cells').whereIn('entity_ref', refs).delete();
        await trx('fleet_rows').whereIn('entity_ref', refs).delete();
      }
      const gone = changed
        .filter(each => !each.built)
        .map(each => each.dirty.ref);
      if (gone.length > 0) {
        await trx('pages').whereIn('entity_ref', gone).delete();
      }
      const built = changed.flatMap(each => each.built ?? []);
      await writeSoaks(
        trx,
        refs,
        built.flatMap(each => each.healthy),
        new Date().toISOString(),
      );
      await insert<PageRow>(
        trx,
        'pages',
        built.map(each => each.page),
        'entity_ref',
      );
      const fleet = built.flatMap(each => each.fleet ?? []);
      await insert<FleetRowRow>(
        trx,
        'fleet_rows',
        fleet.map(each => each.row),
      );
      await insert<FleetCellRow>(
        trx,
        'fleet_cells',
        fleet.flatMap(each => each.cells),
      );
      for (const marks of new Set(pages.map(each => each.dirty.marks))) {
        const same = pages.filter(each => each.dirty.marks === marks);
        await trx<DirtyPageRow>('dirty_pages')
          .where({ marks })
          .whereIn(
            'entity_ref',
            same.map(each => each.dirty.ref),
          )
          .delete();
      }
    });
  }
}

async function insert<T extends object>(
  trx: Knex.Transaction,
  table: string,
  rows: readonly T[],
  key?: string,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const query = trx(table).insert(rows.slice(from, from + CHUNK));
    await (key ? query.onConflict(key).merge() : query);
  }
}
