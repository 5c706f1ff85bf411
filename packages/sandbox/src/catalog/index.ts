export * from './catalogEntities';
export * from './catalogRoutes';
export * from './syntheticEntities';
