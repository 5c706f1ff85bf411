import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createStore, type Store } from '../store';

/** A store on a test database; call it several times with one database for several replicas. */
export function createTestStore(
  knex: Knex,
  options: {
    replica?: string;
    leaseExpiryMs?: number;
    leaseRenewMs?: number;
  } = {},
): Promise<Store> {
  return createStore({
    database: { getClient: async () => knex },
    logger: mockServices.logger.mock(),
    ...options,
  });
}
