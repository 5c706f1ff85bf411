import type { KubernetesClient } from '@throughline/plugin-delivery-kubernetes-node';
import type { RunLink } from '../objects/buildRunFacts';

/** What operations of a cluster work with. */
export interface Operating {
  connect(): KubernetesClient;
  link: RunLink;
}
