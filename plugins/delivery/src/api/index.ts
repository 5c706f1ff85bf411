export { deliveryApiRef } from './DeliveryApi';
export type {
  DeliveryApi,
  DeliveryRequestOptions,
  EntityDeliveryOptions,
} from './DeliveryApi';
export { DeliveryClient } from './DeliveryClient';
