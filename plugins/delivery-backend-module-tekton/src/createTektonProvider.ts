import { Gate } from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import type { TektonConfig } from './config/readTektonConfig';
import { createTektonSource } from './source/createTektonSource';

/** Each list that is read holds a page's pieces; more at a time would not make the first collection shorter. */
const LISTS_AT_A_TIME = 4;

/** Makes the provider: a source for each cluster. */
export function createTektonProvider({
  clusters,
  keepFinished,
}: TektonConfig): DeliveryProvider {
  const gate = new Gate(LISTS_AT_A_TIME);
  return {
    system: 'tekton',
    title: 'Tekton',
    sources: clusters.map(cluster =>
      createTektonSource(cluster, { keepFinished, gate }),
    ),
  };
}
