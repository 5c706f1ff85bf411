import { Gate } from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import type { KubernetesConfig } from './config/readKubernetesConfig';
import { createKubernetesSource } from './source/createKubernetesSource';

/** Each list that is read holds a page's pieces; more at a time would not make the first collection shorter. */
const LISTS_AT_A_TIME = 4;

/** Makes the provider: a source for each cluster. */
export function createKubernetesProvider({
  clusters,
  ...config
}: KubernetesConfig): DeliveryProvider {
  const gate = new Gate(LISTS_AT_A_TIME);
  return {
    system: 'kubernetes',
    title: 'Kubernetes',
    sources: clusters.map(cluster =>
      createKubernetesSource(cluster, config, { gate }),
    ),
  };
}
