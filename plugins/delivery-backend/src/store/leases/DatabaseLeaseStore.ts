import type { Knex } from 'knex';
import type { LeaseRow } from '../rows';
import { inChunks } from '../itemTables';
import { type Lease, LeaseLostError, type LeaseStore } from './Lease';

/** Leases as rows. All times are the database's, so that the clocks of the replicas do not matter. */
export class DatabaseLeaseStore implements LeaseStore {
  readonly #now: Knex.Raw;
  readonly #isPostgres: boolean;

  constructor(
    private readonly knex: Knex,
    private readonly options: { holder: string; expiryMs: number },
  ) {
    this.#isPostgres = knex.client.config.client === 'pg';
    this.#now = this.#isPostgres
      ? knex.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint')
      : knex.raw("cast((julianday('now') - 2440587.5) * 86400000 as integer)");
  }

  async acquire(names: readonly string[]): Promise<Lease[]> {
    const acquired: Pick<LeaseRow, 'name' | 'fence'>[] = [];
    for (const some of inChunks(names)) {
      await this.#rows()
        .insert(some.map(name => ({ name, fence: 0, expires_at: 0 })))
        .onConflict('name')
        .ignore();
      acquired.push(
        ...(await this.#rows()
          .whereIn('name', some)
          .where(free =>
            free.whereNull('holder').orWhere('expires_at', '<=', this.#now),
          )
          .update({
            holder: this.options.holder,
            fence: this.knex.raw('fence + 1'),
            expires_at: this.#expiry(),
          })
          .returning(['name', 'fence'])),
      );
    }
    return acquired.map(row => this.#lease(row));
  }

  async renew(leases: readonly Lease[]): Promise<Lease[]> {
    const renewed: Lease[] = [];
    for (const some of inChunks(leases)) {
      const fences = new Map(some.map(lease => [lease.name, lease.fence]));
      const rows: Pick<LeaseRow, 'name' | 'fence'>[] = await this.#rows()
        .whereIn('name', [...fences.keys()])
        .where('holder', this.options.holder)
        .update({ expires_at: this.#expiry() })
        .returning(['name', 'fence']);
      renewed.push(
        ...rows
          .map(row => this.#lease(row))
          .filter(lease => fences.get(lease.name) === lease.fence),
      );
    }
    return renewed;
  }

  async release(lease: Lease): Promise<void> {
    await this.#rows()
      .where({ name: lease.name, holder: lease.holder, fence: lease.fence })
      .update({ holder: null, expires_at: 0 });
  }

  async assertHeld(trx: Knex.Transaction, lease: Lease): Promise<void> {
    const query = trx<LeaseRow>('leases').where('name', lease.name);
    if (this.#isPostgres) {
      // A successor waits until this transaction ends, and its first look then sees all of it.
      query.forShare();
    }
    const row = await query.first('fence', 'holder');
    if (row?.holder !== lease.holder || Number(row.fence) !== lease.fence) {
      throw new LeaseLostError(lease.name);
    }
  }

  async holders(): Promise<Map<string, string>> {
    const rows = await this.#rows()
      .whereNotNull('holder')
      .where('expires_at', '>', this.#now)
      .select('name', 'holder');
    return new Map(rows.map(row => [row.name, row.holder!]));
  }

  #rows() {
    return this.knex<LeaseRow>('leases');
  }

  #expiry(): Knex.Raw {
    return this.knex.raw('? + ?', [this.#now, this.options.expiryMs]);
  }

  #lease(row: Pick<LeaseRow, 'name' | 'fence'>): Lease {
    return {
      name: row.name,
      holder: this.options.holder,
      fence: Number(row.fence),
    };
  }
}
