import type { Knex } from 'knex';
import type { PageStore } from '../read/PageStore';
import type { EntityRow, LinkRow, PlacementRow } from '../read/rows';
import type { Lease, LeaseStore } from '../store';
import type { EntityFacts } from './EntityFacts';
import type { LinkChanges } from './Linker';

const CHUNK = 100;

/** Where the linking keeps what it knows and what it decided. */
export class LinkStore {
  constructor(
    private readonly knex: Knex,
    private readonly leases: LeaseStore,
    private readonly pages: PageStore,
  ) {}

  async *entities(): AsyncGenerator<EntityFacts[]> {
    let after = '';
    for (;;) {
      const rows = await this.knex<EntityRow>('entities')
        .where('ref', '>', after)
        .orderBy('ref')
        .limit(1000);
      if (rows.length === 0) {
        return;
      }
      yield rows.map(row => JSON.parse(row.data) as EntityFacts);
      after = rows[rows.length - 1].ref;
    }
  }

  async *placements(): AsyncGenerator<
    { targetId: string; hash: string; entities: string[] }[]
  > {
    let after = '';
    for (;;) {
      const rows = await this.knex<PlacementRow>('placements')
        .where('target_id', '>', after)
        .orderBy('target_id')
        .limit(500)
        .select('target_id', 'hash');
      if (rows.length === 0) {
        return;
      }
      const links = await this.knex<LinkRow>('links')
        .where('target_id', '>', after)
        .where('target_id', '<=', rows[rows.length - 1].target_id)
        .select('target_id', 'entity_ref');
      const entities = new Map<string, string[]>();
      for (const link of links) {
        const known = entities.get(link.target_id) ?? [];
        entities.set(link.target_id, [...known, link.entity_ref]);
      }
      yield rows.map(row => ({
        targetId: row.target_id,
        hash: row.hash,
        entities: entities.get(row.target_id) ?? [],
      }));
      after = rows[rows.length - 1].target_id;
    }
  }

  /** Writes entities that came or changed, removes those that are gone, and marks their pages. */
  async saveEntities(
    changed: readonly EntityFacts[],
    gone: readonly string[],
    lease: Lease,
  ): Promise<void> {
    await this.#write(lease, async trx => {
      for (const some of chunks(changed)) {
        await trx<EntityRow>('entities')
          .insert(
            some.map(entity => ({
              ref: entity.ref,
              etag: entity.etag,
              data: JSON.stringify(entity),
            })),
          )
          .onConflict('ref')
          .merge();
      }
      for (const some of chunks(gone)) {
        await trx('entities').whereIn('ref', some).delete();
      }
      const refs = [...changed.map(each => each.ref), ...gone];
      await this.pages.markDirty(trx, refs);
      for (const some of chunks(refs)) {
        await trx('link_hints').whereIn('entity_ref', some).delete();
      }
    });
  }

  /** Writes placements that changed, and marks the pages of whom they concern. */
  async savePlacements(
    changes: LinkChanges,
    dirty: Iterable<string>,
    lease: Lease,
  ): Promise<void> {
    await this.#write(lease, async trx => {
      const ids = [...changes.placements.keys()];
      for (const some of chunks(ids)) {
        await trx('links').whereIn('target_id', some).delete();
        await trx('placements').whereIn('target_id', some).delete();
      }
      const placements = [...changes.placements].flatMap(([id, change]) =>
        change ? [{ id, ...change }] : [],
      );
      for (const some of chunks(placements)) {
        await trx<PlacementRow>('placements').insert(
          some.map(({ id, placement, mark }) => ({
            target_id: id,
            hash: mark.hash,
            reason: placement.unplaced?.reason ?? null,
            data: placement.unplaced ? JSON.stringify(placement.unplaced) : '',
          })),
        );
      }
      const links = placements.flatMap(({ placement }) => placement.links);
      for (const some of chunks(links)) {
        await trx<LinkRow>('links').insert(
          some.map(link => ({
            entity_ref: link.entityRef,
            target_id: link.targetId,
            trust: link.evidence.trust,
            data: JSON.stringify(link),
          })),
        );
      }
      await this.pages.markDirty(trx, [...changes.entities, ...dirty]);
    });
  }

  /** Takes entities whose page was asked for with a newer version than the one linked. */
  async hints(limit: number): Promise<string[]> {
    const rows = await this.knex('link_hints')
      .limit(limit)
      .select('entity_ref');
    return rows.map(row => row.entity_ref);
  }

  async addHint(ref: string): Promise<void> {
    await this.knex('link_hints')
      .insert({ entity_ref: ref })
      .onConflict('entity_ref')
      .ignore();
  }

  async removeHints(refs: readonly string[]): Promise<void> {
    for (const some of chunks(refs)) {
      await this.knex('link_hints').whereIn('entity_ref', some).delete();
    }
  }

  async #write(
    lease: Lease,
    work: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      await this.leases.assertHeld(trx, lease);
      await work(trx);
    });
  }
}

function* chunks<T>(list: readonly T[]): Generator<T[]> {
  for (let from = 0; from < list.length; from += CHUNK) {
    yield list.slice(from, from + CHUNK);
  }
}
