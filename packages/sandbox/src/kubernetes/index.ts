export { ApiError } from './ApiError';
export type { TokenGrant } from './access';
export { ClusterStore, type ClusterStoreOptions } from './ClusterStore';
export { createKubernetesRouter } from './createKubernetesRouter';
export type { KubernetesRouterOptions } from './createKubernetesRouter';
export * from './resources';
export type {
  KubeObject,
  ObjectMeta,
  ResourceDefinition,
  StoreEvent,
} from './types';
