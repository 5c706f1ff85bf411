import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readJenkinsConfig } from './config/readJenkinsConfig';
import { JenkinsSource } from './source/JenkinsSource';
import { createWebhook } from './webhook/createWebhook';

/**
 * Makes the provider of what `delivery.jenkins` and `jenkins` configure.
 *
 * @returns undefined where nothing is configured
 * @throws InputError where the configuration is wrong
 */
export function createJenkinsProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const { instances, webhookSecrets } = readJenkinsConfig(config);
  if (instances.length === 0) {
    return undefined;
  }
  const names = instances.map(({ name }) => name);
  return {
    system: 'jenkins',
    title: 'Jenkins',
    sources: instances.map(instance => new JenkinsSource(instance)),
    ...(webhookSecrets.length > 0
      ? { webhook: createWebhook(names, webhookSecrets) }
      : {}),
  };
}
