import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readGiteaConfig } from './config/readGiteaConfig';
import { HostSource } from './source/HostSource';
import { createWebhook } from './webhook/createWebhook';

/**
 * Makes the provider of the hosts that `integrations.gitea` configures.
 *
 * @returns undefined where there are none
 * @throws InputError where the configuration is wrong
 */
export function createGiteaProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const { hosts, history, pollMs } = readGiteaConfig(config);
  if (hosts.length === 0) {
    return undefined;
  }
  const hasSecrets = hosts.some(host => host.webhookSecrets.length > 0);
  return {
    system: 'gitea',
    title: 'Gitea',
    sources: hosts.map(host => new HostSource(host, { history, pollMs })),
    ...(hasSecrets ? { webhook: createWebhook(hosts) } : {}),
  };
}
