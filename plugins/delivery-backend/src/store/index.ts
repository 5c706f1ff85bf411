export * from './createStore';
export * from './HintStore';
export * from './Housekeeping';
export * from './itemId';
export * from './leases';
export * from './ObservationReader';
export type { ObservationWriter, WriteResult } from './ObservationWriter';
export * from './Poller';
export * from './SourceStore';
