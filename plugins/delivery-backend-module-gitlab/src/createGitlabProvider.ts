import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readGitlabConfig } from './config/readGitlabConfig';
import { HostSource } from './source/HostSource';
import { createWebhook } from './webhook/createWebhook';
import { interpretEvent } from './webhook/interpretEvent';

/**
 * Makes the provider of the hosts that `integrations.gitlab` configures.
 *
 * @returns undefined where there are none
 * @throws InputError where the configuration is wrong
 */
export function createGitlabProvider(
  config: RootConfigService,
): DeliveryProvider | undefined {
  const { hosts, history, pollMs } = readGitlabConfig(config);
  if (hosts.length === 0) {
    return undefined;
  }
  const hasSecrets = hosts.some(host => host.webhookSecrets.length > 0);
  return {
    system: 'gitlab',
    title: 'GitLab',
    sources: hosts.map(host => new HostSource(host, { history, pollMs })),
    ...(hasSecrets ? { webhook: createWebhook(hosts) } : {}),
    // Backstage's own module takes the webhooks, and publishes them under this topic.
    events: {
      topics: ['gitlab'],
      interpret: ({ eventPayload, metadata }) => {
        const instance = metadata?.['x-gitlab-instance'];
        return interpretEvent(
          eventPayload,
          hosts,
          typeof instance === 'string' ? instance : undefined,
        );
      },
    },
  };
}
