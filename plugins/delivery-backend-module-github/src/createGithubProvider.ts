import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
  type GithubCredentialsProvider,
} from '@backstage/integration';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import { readGithubConfig } from './config/readGithubConfig';
import { readHosts } from './config/readHosts';
import { HostSource } from './source/HostSource';
import { createWebhook } from './webhook/createWebhook';
import { EVENTS, interpretEvent } from './webhook/interpretEvent';

/**
 * Makes the provider of the hosts that `integrations.github` configures.
 *
 * @returns undefined where there are none
 * @throws InputError where the configuration is wrong
 */
export function createGithubProvider(
  config: RootConfigService,
  credentials: GithubCredentialsProvider = DefaultGithubCredentialsProvider.fromIntegrations(
    ScmIntegrations.fromConfig(config),
  ),
): DeliveryProvider | undefined {
  const github = readGithubConfig(config);
  const hosts = readHosts(config);
  if (hosts.length === 0) {
    return undefined;
  }
  const { secrets } = github.webhook;
  return {
    system: 'github',
    title: 'GitHub',
    sources: hosts.map(host => new HostSource(host, github, credentials)),
    ...(secrets.length > 0 ? { webhook: createWebhook(hosts, secrets) } : {}),
    // Backstage's own module verifies deliveries and publishes them as `github.<event>`.
    events: {
      topics: EVENTS.map(event => `github.${event}`),
      interpret: ({ topic, eventPayload }) =>
        interpretEvent(topic.slice('github.'.length), eventPayload, hosts),
    },
  };
}
