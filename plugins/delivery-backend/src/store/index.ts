export * from './createStore';
export * from './itemId';
export * from './leases';
export * from './ObservationReader';
export type { ObservationWriter, WriteResult } from './ObservationWriter';
export * from './SourceStore';
