import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readGitConfig } from './config/readGitConfig';
import { GitSource } from './source/GitSource';
import { createWebhook } from './webhook/createWebhook';

/**
 * Makes the provider of what `delivery.git` configures.
 *
 * @returns undefined where nothing is configured
 * @throws InputError where the configuration is wrong
 */
export function createGitProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const { hosts, webhookSecrets } = readGitConfig(config);
  if (hosts.length === 0) {
    return undefined;
  }
  return {
    system: 'git',
    title: 'Git',
    sources: hosts.map(host => new GitSource(host)),
    ...(webhookSecrets.length > 0
      ? { webhook: createWebhook(hosts, webhookSecrets) }
      : {}),
  };
}
