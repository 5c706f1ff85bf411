export * from './ObserveTiming';
export * from './ResourceLane';
export * from './ScopesCursor';
export * from './Wakeup';
export * from './followLane';
export * from './ticks';
