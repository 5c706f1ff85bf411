export * from './Builds';
export * from './BuildRecord';
