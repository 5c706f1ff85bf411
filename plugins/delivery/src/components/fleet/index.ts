export { DeliveryFleetPage } from './DeliveryFleetPage';
export { FleetContent } from './FleetContent';
