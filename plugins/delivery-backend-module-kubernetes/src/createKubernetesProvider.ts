import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import type { KubernetesConfig } from './config/readKubernetesConfig';
import { createKubernetesSource } from './source/createKubernetesSource';

/** Makes the provider: a source for each cluster. */
export function createKubernetesProvider({
  clusters,
  ...config
}: KubernetesConfig): DeliveryProvider {
  return {
    system: 'kubernetes',
    title: 'Kubernetes',
    sources: clusters.map(cluster => createKubernetesSource(cluster, config)),
  };
}
