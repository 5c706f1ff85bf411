import type { Config } from '@backstage/config';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import {
  readMilliseconds,
  readName,
  readWebhookSecrets,
  refuseDuplicateNames,
  type Secret,
} from '@throughline/plugin-delivery-node';
import type { JenkinsConnection } from '../api/createUpstream';
import type { DeployRule } from '../deploy/DeployRule';
import { readConnection } from './readConnection';
import { readDeployRules } from './readDeployRules';

/** One configured Jenkins. */
export interface InstanceConfig {
  name: string;
  title: string;
  /** Whether jobs that are named without an instance are its. */
  isDefault: boolean;
  connection: JenkinsConnection;
  pollMs: number;
  rules: DeployRule[];
  /** Whether builds can be started and stopped from the portal. */
  operations: boolean;
  /** Whether a repository, by its identity, is a library that builds check out besides what they build. */
  isLibrary(repository: string): boolean;
}

/** All that is configured of Jenkins. */
export interface JenkinsConfig {
  instances: InstanceConfig[];
  webhookSecrets: Secret[];
}

/** What an annotation without an instance means, as in other plugins for Jenkins. */
const DEFAULT_NAME = 'default';

interface Entry {
  name: string;
  path: string;
  /** Of `delivery.jenkins`. */
  own?: Config;
  /** Where the connection is read from. */
  connection: { config: Config; path: string };
}

/**
 * Reads `delivery.jenkins` and, as other plugins have it, `jenkins`: instances of both are taken. One that is in both
 * is told by `delivery.jenkins`; only where that has no `baseUrl`, the connection comes whole from `jenkins`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readJenkinsConfig(root: Config): JenkinsConfig {
  const config = root.getOptionalConfig('delivery.jenkins');
  const entries = readEntries(root, config);
  const fallback =
    entries.find(({ name }) => name === DEFAULT_NAME) ?? entries[0];
  return {
    instances: entries.map(entry =>
      readInstance(entry, config, entry === fallback),
    ),
    webhookSecrets: readWebhookSecrets(
      config?.getOptionalConfig('webhook'),
      'delivery.jenkins.webhook',
    ),
  };
}

function readEntries(root: Config, config: Config | undefined): Entry[] {
  const path = 'delivery.jenkins.instances';
  const others = readOthers(root.getOptionalConfig('jenkins'));
  const own = (config?.getOptionalConfigArray('instances') ?? []).map(
    (entry, index): Entry => {
      const at = `${path}[${index}]`;
      const name = readName(entry, at);
      const other = others.find(one => one.name === name);
      return {
        name,
        path: at,
        own: entry,
        connection:
          other && !entry.has('baseUrl')
            ? other.connection
            : { config: entry, path: at },
      };
    },
  );
  refuseDuplicateNames(
    own.map(({ name }) => name),
    path,
  );
  return [
    ...own,
    ...others.filter(other => !own.some(({ name }) => name === other.name)),
  ];
}

/** The instances of `jenkins`: `baseUrl` at its top is the one called `default`. */
function readOthers(config: Config | undefined): Entry[] {
  const entry = (one: Config, path: string, name: string): Entry => ({
    name,
    path,
    connection: { config: one, path },
  });
  const listed = (config?.getOptionalConfigArray('instances') ?? []).map(
    (one, index) => {
      const path = `jenkins.instances[${index}]`;
      return entry(one, path, readName(one, path));
    },
  );
  const top = config?.has('baseUrl')
    ? [entry(config, 'jenkins', DEFAULT_NAME)]
    : [];
  const all = [...top, ...listed];
  refuseDuplicateNames(
    all.map(({ name }) => name),
    'jenkins.instances',
  );
  return all;
}

function readInstance(
  { name, path, own, connection }: Entry,
  shared: Config | undefined,
  isDefault: boolean,
): InstanceConfig {
  const options = { fallback: 30_000, minimum: 5_000 };
  const pollMs = shared
    ? readMilliseconds(shared, 'pollEvery', 'delivery.jenkins', options)
    : options.fallback;
  const libraries = own?.getOptionalStringArray('libraries') ?? [];
  return {
    name,
    title: own?.getOptionalString('title') ?? `Jenkins ${name}`,
    isDefault,
    connection: readConnection(connection.config, connection.path),
    pollMs: own
      ? readMilliseconds(own, 'pollEvery', path, {
          ...options,
          fallback: pollMs,
        })
      : pollMs,
    rules: readDeployRules(
      own?.getOptionalConfigArray('deployments') ?? [],
      `${path}.deployments`,
    ),
    operations: own?.getOptionalBoolean('operations') ?? false,
    isLibrary: matcher(libraries),
  };
}

/** Libraries are named by their URL, or by host and path; `*` stands for any text. */
function matcher(names: readonly string[]): (repository: string) => boolean {
  const patterns = names.map(name => {
    const identity = repositoryIdentity(name) ?? name;
    const source = identity
      .toLocaleLowerCase('en-US')
      .split('*')
      .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    return new RegExp(`^${source}$`);
  });
  return repository => patterns.some(pattern => pattern.test(repository));
}
