import { ConfigReader, type Config } from '@backstage/config';
import {
  readGiteaConfig,
  type GiteaIntegrationConfig,
} from '@backstage/integration';
import {
  configProblem,
  readAllowed,
  readCredential,
  readHttpSettings,
  readWebhookSecrets,
  type Credential,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from './HostConfig';

const NOTHING = new ConfigReader({});

const PATTERNS = {
  pattern: /^[A-Za-z0-9.*-]+(:\d{1,5})?(\/[A-Za-z0-9*_.-]+){2,}$/,
  things: 'repositories',
  example: ['gitea.example.com/acme/gitops', 'gitea.example.com/deploy/*'],
};

/**
 * Reads the hosts of `integrations.gitea`, each with what `delivery.gitea.hosts` adds to it. A host without credentials
 * shows what is public.
 *
 * @throws InputError where an entry is wrong, or extras are for a host that is not there
 */
export function readHosts(
  root: Config,
  config: Config | undefined,
  path: string,
): HostConfig[] {
  const entries = root.getOptionalConfigArray('integrations.gitea') ?? [];
  const hosts = entries.map(readIntegration);
  const extras = readExtras(config, path, hosts);
  const shared = readWebhookSecrets(
    config?.getOptionalConfig('webhook'),
    `${path}.webhook`,
  );
  const write = readAllowed(config, path, 'write', PATTERNS);
  return hosts.map(integration => {
    const { host, baseUrl = `https://${host}` } = integration;
    const extra = extras.get(host.toLocaleLowerCase('en-US'));
    const own = extra?.config ?? NOTHING;
    const at = extra?.path ?? path;
    const http = readHttpSettings(own, at);
    const credential =
      readCredential(own, at, { http, tokenHeaders }) ??
      credentialOf(integration);
    return {
      host: host.toLocaleLowerCase('en-US'),
      sourceId: `gitea:${host.replace(/[^A-Za-z0-9._-]/g, '-')}`,
      webUrl: baseUrl.replace(/\/+$/, ''),
      http,
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
      ...(credential ? { credential } : {}),
    };
  });
}

/** How the API takes its own tokens. */
function tokenHeaders(token: string): Record<string, string> {
  return { authorization: `token ${token}` };
}

function readIntegration(entry: Config, index: number): GiteaIntegrationConfig {
  try {
    return readGiteaConfig(entry);
  } catch (error) {
    throw configProblem(
      `integrations.gitea[${index}]`,
      (error as Error).message.slice(0, 200),
      'Give host, and baseUrl where it is not https://<host>.',
    );
  }
}

/** The password may be a token; without a user's name it is one. */
function credentialOf({
  username,
  password,
}: GiteaIntegrationConfig): Credential | undefined {
  if (!password) {
    return undefined;
  }
  const pair = Buffer.from(`${username}:${password}`).toString('base64');
  return username
    ? {
        kind: 'basic',
        headers: async () => ({ authorization: `Basic ${pair}` }),
      }
    : { kind: 'token', headers: async () => tokenHeaders(password) };
}

function readExtras(
  config: Config | undefined,
  path: string,
  hosts: readonly GiteaIntegrationConfig[],
): Map<string, { config: Config; path: string }> {
  const known = new Set(
    hosts.map(({ host }) => host.toLocaleLowerCase('en-US')),
  );
  const extras = new Map<string, { config: Config; path: string }>();
  const list = config?.getOptionalConfigArray('hosts') ?? [];
  list.forEach((entry, index) => {
    const at = `${path}.hosts[${index}]`;
    const host = entry.getOptionalString('host')?.toLocaleLowerCase('en-US');
    if (!host || !known.has(host)) {
      throw configProblem(
        `${at}.host`,
        host ? `'${host}' is not configured` : 'it is missing',
        'Write the host as an entry of integrations.gitea has it.',
      );
    }
    if (extras.has(host)) {
      throw configProblem(
        `${at}.host`,
        `'${host}' has an entry before`,
        'Keep one entry for each host.',
      );
    }
    extras.set(host, { config: entry, path: at });
  });
  return extras;
}

function readRequests(config: Config, path: string): number {
  const requests = config.getOptionalNumber('requestsPerMinute') ?? 300;
  if (!Number.isInteger(requests) || requests < 10) {
    throw configProblem(
      `${path}.requestsPerMinute`,
      `${requests} is not a number of requests`,
      'Use a whole number of 10 or more.',
    );
  }
  return requests;
}
