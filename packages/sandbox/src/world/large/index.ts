export * from './syntheticService';
