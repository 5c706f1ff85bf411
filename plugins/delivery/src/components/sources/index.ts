export { DeliverySourcesPage } from './DeliverySourcesPage';
export { SourcesContent } from './SourcesContent';
