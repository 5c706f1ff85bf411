export { createCollectionMetrics, type Meter } from './CollectionMetrics';
export * from './createCollection';
