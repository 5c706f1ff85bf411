import { ConfigReader, type Config } from '@backstage/config';
import {
  readGitLabIntegrationConfigs,
  type GitLabIntegrationConfig,
} from '@backstage/integration';
import {
  configProblem,
  readAllowed,
  readBudget,
  readCredential,
  readHttpSettings,
  readWebhookSecrets,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from './HostConfig';
import { tokenHeaders } from './tokenHeaders';

const NOTHING = new ConfigReader({});

const PATTERNS = {
  pattern: /^[A-Za-z0-9.*-]+(:\d{1,5})?(\/[A-Za-z0-9*_.-]+)+$/,
  things: 'projects',
  example: ['gitlab.com/acme/gitops', 'gitlab.com/acme/deploy/**'],
};

/**
 * Reads the hosts of `integrations.gitlab`, each with what `delivery.gitlab.hosts` adds to it. The public host counts
 * only where it is written there: the integrations add it by themselves.
 *
 * @throws InputError where a host has no API's URL, or extras are for a host that is not there
 */
export function readHosts(
  root: Config,
  config: Config | undefined,
  path: string,
): HostConfig[] {
  const entries = root.getOptionalConfigArray('integrations.gitlab') ?? [];
  const hosts = entries.length === 0 ? [] : integrationsOf(entries);
  const extras = readExtras(config, path, hosts);
  const shared = readWebhookSecrets(
    config?.getOptionalConfig('webhook'),
    `${path}.webhook`,
  );
  const write = readAllowed(config, path, 'write', PATTERNS);
  return hosts.map((integration, index) => {
    const extra = extras.get(integration.host.toLocaleLowerCase('en-US'));
    const own = extra?.config ?? NOTHING;
    const at = extra?.path ?? path;
    const http = readHttpSettings(own, at);
    const credential =
      readCredential(own, at, { http, tokenHeaders }) ??
      credentialOf(integration);
    return {
      host: integration.host.toLocaleLowerCase('en-US'),
      sourceId: `gitlab:${integration.host.replace(/[^A-Za-z0-9._-]/g, '-')}`,
      apiUrl: integration.apiBaseUrl,
      webUrl: integration.baseUrl,
      http,
      budget: readBudget(own, at) ?? readBudget(config, path) ?? 0.25,
      requestsPerMinute: readRequests(own, at),
      write,
      operations:
        own.getOptionalBoolean('operations') ??
        config?.getOptionalBoolean('operations') ??
        false,
      webhookSecrets: [
        ...shared,
        ...readWebhookSecrets(
          own.getOptionalConfig('webhook'),
          `${at}.webhook`,
        ),
      ],
      ...(credential
        ? { credential }
        : {
            unavailable: `integrations.gitlab[${index}] has no token: without one, the API shows only what is public, and no deployments`,
          }),
    };
  });
}

function integrationsOf(entries: Config[]): GitLabIntegrationConfig[] {
  try {
    return readGitLabIntegrationConfigs(entries).slice(0, entries.length);
  } catch (error) {
    throw configProblem(
      'integrations.gitlab',
      (error as Error).message.slice(0, 200),
      'For a host of your own, apiBaseUrl is https://<host>/api/v4.',
    );
  }
}

function credentialOf({ token }: GitLabIntegrationConfig) {
  return token
    ? { kind: 'token' as const, headers: async () => tokenHeaders(token) }
    : undefined;
}

function readExtras(
  config: Config | undefined,
  path: string,
  hosts: readonly GitLabIntegrationConfig[],
): Map<string, { config: Config; path: string }> {
  const extras = new Map<string, { config: Config; path: string }>();
  const list = config?.getOptionalConfigArray('hosts') ?? [];
  list.forEach((entry, index) => {
    const at = `${path}.hosts[${index}]`;
    const host = entry.getOptionalString('host')?.toLocaleLowerCase('en-US');
    if (!hosts.some(each => each.host.toLocaleLowerCase('en-US') === host)) {
      throw configProblem(
        `${at}.host`,
        host ? `'${host}' is not configured` : 'it is missing',
        'Write the host as an entry of integrations.gitlab has it.',
      );
    }
    if (extras.has(host!)) {
      throw configProblem(
        `${at}.host`,
        `'${host}' has an entry before`,
        'Keep one entry for each host.',
      );
    }
    extras.set(host!, { config: entry, path: at });
  });
  return extras;
}

function readRequests(config: Config, path: string): number {
  const requests = config.getOptionalNumber('requestsPerMinute') ?? 1_200;
  if (!Number.isInteger(requests) || requests < 10) {
    throw configProblem(
      `${path}.requestsPerMinute`,
      `${requests} is not a rate limit`,
      'Use a whole number of 10 or more.',
    );
  }
  return requests;
}
