/**
 * Kubernetes for delivery provider modules: clusters, discovery, and lists and watches that stream.
 *
 * @packageDocumentation
 */

export {
  DispatcherCache,
  isRefused,
  KubernetesClient,
  KubernetesFailure,
  parseAnswer,
  type ClusterConnection,
  type KubeConfigLoader,
  type KubernetesRequest,
  type OnKubernetesCall,
  type TlsSettings,
} from './client';
export {
  readActing,
  readKubernetesClusters,
  readNamespaces,
  type KubernetesCluster,
} from './clusters';
export * from './discovery';
export * from './objects';
export * from './observe';
export * from './stream';
