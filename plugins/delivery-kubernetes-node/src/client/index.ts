export * from './ClusterConnection';
export * from './KubeconfigConnection';
export * from './KubernetesClient';
export * from './KubernetesFailure';
export * from './TokenConnection';
export * from './parseAnswer';
