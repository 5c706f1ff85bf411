export * from './KubernetesCluster';
export * from './readKubernetesClusters';
