export { deliveryApiRef } from './DeliveryApi';
export type {
  DeliveryApi,
  DeliveryRequestOptions,
  EntityDeliveryOptions,
} from './DeliveryApi';
export { DeliveryClient } from './DeliveryClient';
export { deliveryOperationsApiRef } from './DeliveryOperationsApi';
export type { DeliveryOperationsApi } from './DeliveryOperationsApi';
export { DeliveryOperationsClient } from './DeliveryOperationsClient';
