/**
 * Delivery tab, overview card, fleet, sources and operations pages for apps of the new frontend system.
 *
 * @packageDocumentation
 */

export { deliveryPlugin as default } from './plugin';
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
