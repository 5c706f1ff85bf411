import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readPrometheusConfig } from './config/readPrometheusConfig';
import { PrometheusSource } from './source/PrometheusSource';

/**
 * Makes the provider of what `delivery.prometheus` configures.
 *
 * @returns undefined where nothing is configured
 * @throws InputError where the configuration is wrong
 */
export function createPrometheusProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const instances = readPrometheusConfig(config);
  if (instances.length === 0) {
    return undefined;
  }
  return {
    system: 'prometheus',
    title: 'Prometheus',
    sources: instances.map(instance => new PrometheusSource(instance)),
  };
}
