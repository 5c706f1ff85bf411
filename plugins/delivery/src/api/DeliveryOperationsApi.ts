import { createApiRef } from '@backstage/core-plugin-api';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type {
  EntityOperations,
  EntityVersionRules,
  OperationInput,
  OperationPlan,
  OperationsPage,
  OperationsQuery,
  OperationView,
  VersionRuleTrial,
  VersionRuleTrialInput,
} from '@throughline/plugin-delivery-common';
import type { DeliveryRequestOptions } from './DeliveryApi';

/**
 * What the pages ask the delivery backend to do, and what they ask about that. Who may do what is decided there.
 *
 * @public
 */
export interface DeliveryOperationsApi {
  /** What can be asked for on the page of an entity, and what has been. */
  getOperations(
    entity: CompoundEntityRef,
    options?: DeliveryRequestOptions,
  ): Promise<EntityOperations>;
  /** What an operation would do. It changes nothing. */
  planOperation(
    input: OperationInput,
    options?: DeliveryRequestOptions,
  ): Promise<OperationPlan>;
  /**
   * Asks for an operation. What is refused is answered as an operation in that state; asked twice with one key, it is
   * done once.
   */
  requestOperation(input: OperationInput): Promise<OperationView>;
  /** How far an operation has come. */
  getOperation(
    id: string,
    options?: DeliveryRequestOptions,
  ): Promise<OperationView>;
  /** Approves an operation that waits for it, or rejects it. */
  decideOperation(
    id: string,
    decision: { decision: 'approved' | 'rejected'; comment?: string },
  ): Promise<OperationView>;
  /** Gives an operation up that has not begun. */
  cancelOperation(id: string): Promise<OperationView>;
  /** A page of the operations log, newest first; it needs a permission of its own. */
  searchOperations(
    query: OperationsQuery,
    options?: DeliveryRequestOptions,
  ): Promise<OperationsPage>;
  /** The operations log as CSV; it needs a permission of its own. */
  exportOperations(query: OperationsQuery): Promise<Blob>;
  /** All that is known of an operation, and of what it brought, as one JSON document. */
  exportOperationEvidence(id: string): Promise<Blob>;
  /** All that is known of a deployment of an entity, as one JSON document. */
  exportDeploymentEvidence(
    entity: CompoundEntityRef,
    deploymentId: string,
  ): Promise<Blob>;
  /**
   * Where the versions of an entity live.
   *
   * @param propose - the environment that rules are to be proposed for; what it is made from is read live
   */
  getVersionRules(
    entity: CompoundEntityRef,
    propose?: string,
    options?: DeliveryRequestOptions,
  ): Promise<EntityVersionRules>;
  /** What a promotion would write by a rule. It changes nothing. */
  tryVersionRule(
    entity: CompoundEntityRef,
    input: VersionRuleTrialInput,
  ): Promise<VersionRuleTrial>;
  /** Freezes the whole fleet, or ends that; it needs a permission of its own. */
  setFreeze(
    freeze: { on: true; reason: string } | { on: false },
  ): Promise<void>;
}

/**
 * The API that the pages use for operations; replace it to have these done elsewhere.
 *
 * @public
 */
export const deliveryOperationsApiRef = createApiRef<DeliveryOperationsApi>({
  id: 'plugin.delivery.operations',
});
