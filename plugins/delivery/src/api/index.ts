export { deliveryApiRef } from './DeliveryApi';
export type { DeliveryApi, DeliveryRequestOptions } from './DeliveryApi';
export { DeliveryClient } from './DeliveryClient';
