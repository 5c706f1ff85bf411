import { CustomErrorBase } from '@backstage/errors';
import type { Knex } from 'knex';

/** The right to be the only one that does something, until another one gets a higher fence. */
export interface Lease {
  name: string;
  /** The replica that holds it. */
  holder: string;
  /** Rises with each holder. */
  fence: number;
}

/** Another replica has taken the lease; what was to be written was not. */
export class LeaseLostError extends CustomErrorBase {
  name = 'LeaseLostError' as const;

  constructor(lease: string) {
    super(`Another replica has taken over '${lease}'`);
  }
}

/** Leases in the database that all replicas share. */
export interface LeaseStore {
  /** Takes those of the leases that nobody holds. */
  acquire(names: readonly string[]): Promise<Lease[]>;
  /** Prolongs leases, and answers with those that are still held. */
  renew(leases: readonly Lease[]): Promise<Lease[]>;
  /** Gives a lease back, where it is still held. */
  release(lease: Lease): Promise<void>;
  /**
   * To be called first in a transaction that writes under a lease: nobody else gets the lease before the transaction
   * ends.
   *
   * @throws LeaseLostError where somebody else has got it already
   */
  assertHeld(trx: Knex.Transaction, lease: Lease): Promise<void>;
  /** Who holds what at present. */
  holders(): Promise<Map<string, string>>;
}
