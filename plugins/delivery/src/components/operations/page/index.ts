export { DeliveryOperationsPage } from './DeliveryOperationsPage';
export { OperationsContent } from './OperationsContent';
