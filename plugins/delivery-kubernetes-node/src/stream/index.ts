export * from './Gate';
export * from './ResourceEvent';
export * from './StreamOptions';
export { pause } from './backoff';
export * from './listAndWatch';
export * from './mergeStreams';
export { identityOf } from './projectObject';
