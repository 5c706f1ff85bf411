import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  EntityOperations,
  OperationInput,
  OperationPlan,
  OperationsPage,
  OperationsQuery,
  OperationView,
} from '@throughline/plugin-delivery-common';

/** All that can be asked about and done by operations. Every call authorises for itself. */
export interface Operations {
  /** What the page of an entity offers, and what has been asked for there. */
  offers(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<EntityOperations>;
  /** What an operation would do. It changes nothing, and is not recorded. */
  plan(
    input: OperationInput,
    credentials: BackstageCredentials,
  ): Promise<OperationPlan>;
  /** Asks for an operation. What is refused is recorded as well. */
  request(
    input: OperationInput,
    credentials: BackstageCredentials,
  ): Promise<OperationView>;
  get(id: string, credentials: BackstageCredentials): Promise<OperationView>;
  decide(
    id: string,
    decision: { decision: 'approved' | 'rejected'; comment?: string },
    credentials: BackstageCredentials,
  ): Promise<OperationView>;
  cancel(id: string, credentials: BackstageCredentials): Promise<OperationView>;
  search(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationsPage>;
  /** As CSV. */
  export(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<string>;
  setFreeze(
    freeze: { on: true; reason: string } | { on: false },
    credentials: BackstageCredentials,
  ): Promise<void>;
}
