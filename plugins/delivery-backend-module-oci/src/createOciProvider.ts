import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readOciConfig } from './config/readOciConfig';
import { RegistrySource } from './source/RegistrySource';
import { createWebhook } from './webhook/createWebhook';

/**
 * Makes the provider of what `delivery.oci` configures.
 *
 * @returns undefined where nothing is configured
 * @throws InputError where the configuration is wrong
 */
export function createOciProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const { registries, webhookSecrets } = readOciConfig(config);
  if (registries.length === 0) {
    return undefined;
  }
  return {
    system: 'oci',
    title: 'OCI registry',
    sources: registries.map(registry => new RegistrySource(registry)),
    ...(webhookSecrets.length > 0
      ? { webhook: createWebhook(registries, webhookSecrets) }
      : {}),
  };
}
