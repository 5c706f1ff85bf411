/**
 * Delivery tab, overview card, fleet, sources and operations pages for apps of the classic frontend system.
 *
 * @packageDocumentation
 */

export {
  deliveryPlugin,
  DeliveryFleetPage,
  DeliveryOperationsPage,
  DeliverySourcesPage,
  EntityDeliveryCard,
  EntityDeliveryContent,
} from './legacyPlugin';
export { isDeliveryAvailable } from '@throughline/plugin-delivery-common';
export {
  deliveryApiRef,
  DeliveryClient,
  deliveryOperationsApiRef,
  DeliveryOperationsClient,
} from './api';
export type {
  DeliveryApi,
  DeliveryOperationsApi,
  DeliveryRequestOptions,
  EntityDeliveryOptions,
} from './api';
