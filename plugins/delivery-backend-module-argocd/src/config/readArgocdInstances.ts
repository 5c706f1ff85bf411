import { readDurationFromConfig, type Config } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import {
  configProblem,
  readHttpSettings,
  readName,
  readOptionalSecret,
  readUrl,
  refuseDuplicateNames,
  type HttpSettings,
  type Secret,
} from '@throughline/plugin-delivery-node';

/** How an instance is asked who we are. */
export type ArgocdCredentials =
  | { type: 'token'; token: Secret }
  | { type: 'login'; username: string; password: Secret };

/** One configured instance of Argo CD. */
export interface ArgocdInstance {
  name: string;
  title: string;
  url: string;
  credentials: ArgocdCredentials;
  namespaces?: readonly string[];
  projects?: readonly string[];
  selector?: string;
  resyncMs: number;
  /** Whether the portal may act there, and not only read. */
  operations?: boolean;
  /** How it is reached. */
  http: HttpSettings;
  /** Whether its certificate is not checked, which is worth a warning. */
  unverified: boolean;
}

const LIST_KEY = 'delivery.argocd.instances';

/**
 * Reads and checks all instances.
 *
 * @throws InputError that names the key and says how to mend it
 */
export function readArgocdInstances(config: Config): ArgocdInstance[] {
  const instances = (config.getOptionalConfigArray(LIST_KEY) ?? []).map(
    (entry, index) => readInstance(entry, `${LIST_KEY}[${index}]`),
  );
  refuseDuplicateNames(
    instances.map(({ name }) => name),
    LIST_KEY,
  );
  return instances;
}

function readInstance(config: Config, path: string): ArgocdInstance {
  const name = readName(config, path);
  const selector = config.getOptionalString('selector');
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    url: readUrl(config, 'url', path),
    credentials: readCredentials(config, path),
    ...readNames(config, 'namespaces', path),
    ...readNames(config, 'projects', path),
    ...(selector ? { selector } : {}),
    resyncMs: readResync(config, path),
    ...(config.getOptionalBoolean('operations') ? { operations: true } : {}),
    http: readHttpSettings(config, path),
    unverified: config.getOptionalBoolean('tls.insecureSkipVerify') ?? false,
  };
}

function readCredentials(config: Config, path: string): ArgocdCredentials {
  const token = readOptionalSecret(config, 'token', path);
  const username = config.getOptionalString('username');
  const password = readOptionalSecret(config, 'password', path);
  if (token && (username !== undefined || password)) {
    throw configProblem(
      path,
      'both a token and an account to log in with are given',
      `Keep either 'token' (or 'tokenFile') or 'username' and 'password'.`,
    );
  }
  if (token) {
    return { type: 'token', token };
  }
  if (username === undefined && !password) {
    throw configProblem(
      `${path}.token`,
      'it is missing',
      `Set 'token' or 'tokenFile' to a token of a project role or account of Argo CD, or 'username' and 'password'.`,
    );
  }
  if (!username) {
    throw configProblem(
      `${path}.username`,
      'it is missing beside the password',
      'Name the account that the password is of.',
    );
  }
  if (!password) {
    throw configProblem(
      `${path}.password`,
      'it is missing beside the username',
      `Set 'password' or 'passwordFile'.`,
    );
  }
  return { type: 'login', username, password };
}

function readNames<K extends 'namespaces' | 'projects'>(
  config: Config,
  key: K,
  path: string,
): { [P in K]?: readonly string[] } {
  const names = config.getOptionalStringArray(key);
  if (names?.length === 0) {
    throw configProblem(
      `${path}.${key}`,
      'it is an empty list, which would collect nothing',
      'Name at least one, or remove the key to collect all.',
    );
  }
  return (names ? { [key]: names } : {}) as unknown as {
    [P in K]?: readonly string[];
  };
}

function readResync(config: Config, path: string): number {
  if (!config.has('resyncEvery')) {
    return 5 * 60_000;
  }
  const at = `${path}.resyncEvery`;
  let ms: number;
  try {
    ms = durationToMilliseconds(
      readDurationFromConfig(config, { key: 'resyncEvery' }),
    );
  } catch {
    throw configProblem(
      at,
      'it is not a duration',
      `Write it such as '5m', 'PT5M' or { minutes: 5 }.`,
    );
  }
  if (ms < 30_000) {
    throw configProblem(
      at,
      'it is shorter than 30 seconds',
      'Changes come by the stream; leave this at some minutes.',
    );
  }
  return ms;
}
