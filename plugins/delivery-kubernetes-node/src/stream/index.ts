export * from './ListParser';
export * from './ResourceEvent';
export * from './StreamOptions';
export { pause } from './backoff';
export * from './listAndWatch';
export * from './listResources';
export * from './mergeStreams';
export { identityOf } from './projectObject';
export * from './watchResources';
