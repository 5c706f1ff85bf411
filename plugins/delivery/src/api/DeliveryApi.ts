import { createApiRef } from '@backstage/core-plugin-api';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type {
  ChangeView,
  DetailKind,
  EntityDelivery,
  EntityMetrics,
  FleetPage,
  FleetQuery,
  HistoryEntry,
  Page,
  RunView,
  SourcesPage,
  TargetDetails,
} from '@throughline/plugin-delivery-common';

/**
 * Options that every question takes.
 *
 * @public
 */
export interface DeliveryRequestOptions {
  /** Gives the request up, for instance because the page was left. */
  signal?: AbortSignal;
}

/**
 * Options of the question for an entity.
 *
 * @public
 */
export interface EntityDeliveryOptions extends DeliveryRequestOptions {
  /**
   * The `metadata.etag` that the catalog gives the entity: where the backend linked another state of it, it links
   * anew.
   */
  catalogEtag?: string;
}

/**
 * What the pages ask the delivery backend.
 *
 * @public
 */
export interface DeliveryApi {
  /** All that the delivery page of one entity shows. */
  getEntityDelivery(
    entity: CompoundEntityRef,
    options?: EntityDeliveryOptions,
  ): Promise<EntityDelivery>;
  /** A further page of an entity's changes. */
  getChanges(
    entity: CompoundEntityRef,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<ChangeView>>;
  /** A further page of an entity's pipeline runs. */
  getRuns(
    entity: CompoundEntityRef,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<RunView>>;
  /** A further page of an entity's deployments. */
  getHistory(
    entity: CompoundEntityRef,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<HistoryEntry>>;
  /** Measures an entity in an environment over a time, live; it needs a permission of its own. */
  getMetrics(
    entity: CompoundEntityRef,
    time: {
      environment: string;
      /** Unix seconds */
      from: number;
      /** Unix seconds */
      to: number;
    },
    options?: DeliveryRequestOptions,
  ): Promise<EntityMetrics>;
  /** Looks something up live about one target; it needs a permission of its own. */
  getDetails(
    targetId: string,
    kind: DetailKind,
    entityRef: string,
    options?: DeliveryRequestOptions,
  ): Promise<TargetDetails>;
  /** A page of the fleet. */
  getFleet(
    query: FleetQuery,
    options?: DeliveryRequestOptions,
  ): Promise<FleetPage>;
  /** The connections and the targets that nothing places. */
  getSources(
    cursor?: string,
    options?: DeliveryRequestOptions,
  ): Promise<SourcesPage>;
}

/**
 * The API that the delivery pages use; replace it to get the answers from elsewhere.
 *
 * @public
 */
export const deliveryApiRef = createApiRef<DeliveryApi>({
  id: 'plugin.delivery.service',
});
