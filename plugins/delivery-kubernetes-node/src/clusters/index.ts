export * from './KubernetesCluster';
export * from './readKubernetesClusters';
export * from './readNamespaces';
export * from './readActing';
