export * from './ClusterConnection';
export * from './DispatcherCache';
export * from './KubeconfigConnection';
export * from './KubernetesClient';
export * from './KubernetesFailure';
export * from './TokenConnection';
export * from './parseAnswer';
