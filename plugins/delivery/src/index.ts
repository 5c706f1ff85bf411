/**
 * Delivery tab, overview card, fleet and sources pages for apps of the new frontend system.
 *
 * @packageDocumentation
 */

export { deliveryPlugin as default } from './plugin';
export { deliveryApiRef, DeliveryClient } from './api';
export type {
  DeliveryApi,
  DeliveryRequestOptions,
  EntityDeliveryOptions,
} from './api';
