import type { Config } from '@backstage/config';
import {
  configProblem,
  readName,
  readOptionalSecret,
  readUrl,
  refuseDuplicateNames,
  type Secret,
} from '@throughline/plugin-delivery-node';
import { readMilliseconds } from './readMilliseconds';

/** How a registry is authenticated to. */
export type RegistryCredentials =
  | { type: 'anonymous' }
  | { type: 'basic'; username: string; password: Secret }
  | { type: 'token'; token: Secret };

/** One configured registry. */
export interface RegistryConfig {
  name: string;
  /** As image references have it, lower case. */
  host: string;
  /** Base URL of its API, without a slash at its end. */
  url: string;
  credentials: RegistryCredentials;
  pollMs: number;
  /** How often tags that look immutable are compared with their digests again. */
  verifyMs: number;
  newestTags: number;
}

/** All that `delivery.oci` says. */
export interface OciConfig {
  registries: RegistryConfig[];
  webhookSecrets: Secret[];
}

const DOCKER_HUB = 'docker.io';

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
  return { registries, webhookSecrets: readWebhookSecrets(config) };
}

function readRegistry(config: Config, path: string): RegistryConfig {
  const name = readName(config, path);
  const host = readHost(config, path);
  return {
    name,
    host,
    url: config.has('url') ? readUrl(config, 'url', path) : defaultUrl(host),
    credentials: readCredentials(config, path),
    pollMs: readMilliseconds(config, 'pollEvery', path, 60_000, 5_000),
    verifyMs: readMilliseconds(config, 'verifyEvery', path, 1_800_000, 60_000),
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
  return host.toLocaleLowerCase('en-US');
}

/** The image references of Docker Hub name another host than its API has. */
function defaultUrl(host: string): string {
  return host === DOCKER_HUB
    ? 'https://registry-1.docker.io'
    : `https://${host}`;
}

function readCredentials(config: Config, path: string): RegistryCredentials {
  const username = config.getOptionalString('username');
  const password = readOptionalSecret(config, 'password', path);
  const token = readOptionalSecret(config, 'token', path);
  if (token && (username || password)) {
    throw configProblem(
      `${path}.token`,
      'both a token and a user name or password are given',
      'Keep one of the two ways.',
    );
  }
  if (token) {
    return { type: 'token', token };
  }
  if (username && password) {
    return { type: 'basic', username, password };
  }
  if (username || password) {
    throw configProblem(
      `${path}.${username ? 'password' : 'username'}`,
      'it is missing',
      'A user name and a password belong together.',
    );
  }
  return { type: 'anonymous' };
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

function readWebhookSecrets(config: Config | undefined): Secret[] {
  const path = 'delivery.oci.webhook';
  const webhook = config?.getOptionalConfig('webhook');
  if (!webhook) {
    return [];
  }
  const secret = readOptionalSecret(webhook, 'secret', path);
  if (!secret) {
    throw configProblem(
      `${path}.secret`,
      'it is missing',
      'Set secret or secretFile, or leave the webhook out: without a secret there is no route.',
    );
  }
  return [secret];
}
