import { Gate } from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import type { FluxConfig } from './config/readFluxConfig';
import { createFluxSource } from './source/createFluxSource';
import { createWebhook } from './webhook/createWebhook';

/** Each list that is read holds a page's pieces; more at a time would not make the first collection shorter. */
const LISTS_AT_A_TIME = 4;

/** Makes the provider: a source for each cluster. */
export function createFluxProvider(config: FluxConfig): DeliveryProvider {
  const gate = new Gate(LISTS_AT_A_TIME);
  const sources = config.clusters.map(cluster =>
    createFluxSource(cluster, config, { gate }),
  );
  return {
    system: 'flux',
    title: 'Flux',
    sources,
    ...(config.webhookSecrets.length > 0 && {
      webhook: createWebhook(sources, config.webhookSecrets),
    }),
  };
}
