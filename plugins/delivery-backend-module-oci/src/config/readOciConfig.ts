import type { Config } from '@backstage/config';
import {
  configProblem,
  readHttpSettings,
  readMilliseconds,
  readName,
  readUrl,
  readWebhookSecrets,
  refuseDuplicateNames,
  type HttpSettings,
  type Secret,
} from '@throughline/plugin-delivery-node';
import { readCredentials, type RegistryCredentials } from './readCredentials';

/** One configured registry. */
export interface RegistryConfig {
  name: string;
  /** As image references have it, lower case. */
  host: string;
  /** Base URL of its API, without a slash at its end. */
  url: string;
  credentials: RegistryCredentials;
  /** How it is reached. */
  http: HttpSettings;
  pollMs: number;
  /** How often tags that look immutable are compared with their digests again, and attestations are looked for again. */
  verifyMs: number;
  newestTags: number;
}

/** All that `delivery.oci` says. */
export interface OciConfig {
  registries: RegistryConfig[];
  webhookSecrets: Secret[];
}

const DOCKER_HUB = 'docker.io';
/** Its other names; an image's identity has the first one always. */
const HUB_HOSTS = ['index.docker.io', 'registry-1.docker.io'];

/**
 * Reads `delivery.oci`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readOciConfig(root: Config): OciConfig {
  const config = root.getOptionalConfig('delivery.oci');
  const path = 'delivery.oci.registries';
  const registries = (config?.getOptionalConfigArray('registries') ?? []).map(
    (entry, index) => readRegistry(entry, `${path}[${index}]`),
  );
  refuseDuplicateNames(
    registries.map(registry => registry.name),
    path,
  );
  registries.forEach((registry, index) => {
    const first = registries.findIndex(other => other.host === registry.host);
    if (first !== index) {
      throw configProblem(
        `${path}[${index}].host`,
        `'${registry.host}' is also the host of ${path}[${first}]`,
        'An image must belong to one registry: keep one of the two.',
      );
    }
  });
  return { registries, webhookSecrets: readWebhook(config) };
}

function readRegistry(config: Config, path: string): RegistryConfig {
  const name = readName(config, path);
  const host = readHost(config, path);
  return {
    name,
    host,
    url: config.has('url') ? readUrl(config, 'url', path) : defaultUrl(host),
    credentials: readCredentials(config, path),
    http: readHttpSettings(config, path),
    pollMs: readMilliseconds(config, 'pollEvery', path, {
      fallback: 60_000,
      minimum: 5_000,
    }),
    verifyMs: readMilliseconds(config, 'verifyEvery', path, {
      fallback: 1_800_000,
      minimum: 60_000,
    }),
    newestTags: readNewestTags(config, path),
  };
}

function readHost(config: Config, path: string): string {
  const host = config.getOptionalString('host');
  if (!host) {
    throw configProblem(
      `${path}.host`,
      'it is missing',
      'Write the host as image references have it, such as ghcr.io.',
    );
  }
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/.test(host)) {
    throw configProblem(
      `${path}.host`,
      `'${host.slice(0, 80)}' is not a host`,
      'Write host or host:port only, such as ghcr.io or registry.example.com:5000.',
    );
  }
  const lower = host.toLocaleLowerCase('en-US');
  return HUB_HOSTS.includes(lower) ? DOCKER_HUB : lower;
}

/** The image references of Docker Hub name another host than its API has. */
function defaultUrl(host: string): string {
  return host === DOCKER_HUB
    ? 'https://registry-1.docker.io'
    : `https://${host}`;
}

function readNewestTags(config: Config, path: string): number {
  const newest = config.getOptionalNumber('newestTags') ?? 25;
  if (!Number.isInteger(newest) || newest < 0 || newest > 1000) {
    throw configProblem(
      `${path}.newestTags`,
      `${newest} is not a number of tags`,
      'Use a whole number from 0 to 1000.',
    );
  }
  return newest;
}

function readWebhook(config: Config | undefined): Secret[] {
  const path = 'delivery.oci.webhook';
  const webhook = config?.getOptionalConfig('webhook');
  const secrets = readWebhookSecrets(webhook, path);
  if (webhook && secrets.length === 0) {
    throw configProblem(
      `${path}.secret`,
      'it is missing',
      'Set secret or secretFile, or leave the webhook out: without a secret there is no route.',
    );
  }
  return secrets;
}
