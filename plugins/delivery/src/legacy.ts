/**
 * Delivery tab, overview card, fleet and sources pages for apps of the classic frontend system.
 *
 * @packageDocumentation
 */

export {
  deliveryPlugin,
  DeliveryFleetPage,
  DeliverySourcesPage,
  EntityDeliveryCard,
  EntityDeliveryContent,
} from './legacyPlugin';
export { isDeliveryAvailable } from '@throughline/plugin-delivery-common';
export { deliveryApiRef, DeliveryClient } from './api';
export type {
  DeliveryApi,
  DeliveryRequestOptions,
  EntityDeliveryOptions,
} from './api';
