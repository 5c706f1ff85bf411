import type { Config } from '@backstage/config';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import { configProblem } from '@throughline/plugin-delivery-node';
import { refuseUnknownKeys } from '../../config/refuseUnknownKeys';
import { parseScalarPath } from '../versions/ScalarPath';
import {
  VERSION_STRATEGIES,
  type VersionRule,
  type VersionStrategy,
} from '../versions/VersionRule';
import { requireEnvironment } from './requireEnvironment';

/** A rule of where versions live, for all entities that a pattern matches. */
export interface ConfiguredVersionRule
  extends Omit<VersionRule, 'repository' | 'origin'> {
  /** A pattern of entity refs. */
  entity: string;
  environment: string;
  /** The one that the target is made from unless told. */
  repository?: string;
}

const KEYS = [
  'entity',
  'environment',
  'repository',
  'branch',
  'file',
  'strategy',
  'image',
  'path',
  'digestPath',
  'document',
  'write',
];

/** Reads `versions` of `delivery.operations`. In `file`, `${name}`, `${environment}` and `${target}` are filled in. */
export function readVersionRules(
  config: Config | undefined,
  root: string,
  environments: readonly string[],
): ConfiguredVersionRule[] {
  return (config?.getOptionalConfigArray('versions') ?? []).map(
    (entry, index) =>
      readRule(entry, `${root}.versions[${index}]`, environments),
  );
}

function readRule(
  config: Config,
  where: string,
  environments: readonly string[],
): ConfiguredVersionRule {
  refuseUnknownKeys(config, KEYS, where);
  const environment = required(config, 'environment', where);
  requireEnvironment(environment, environments, `${where}.environment`);
  const strategy = required(config, 'strategy', where);
  if (!isStrategy(strategy)) {
    throw configProblem(
      `${where}.strategy`,
      `'${strategy.slice(0, 40)}' is not known`,
      `Use one of: ${VERSION_STRATEGIES.join(', ')}.`,
    );
  }
  const write = config.getOptionalString('write') ?? 'pullRequest';
  if (write !== 'commit' && write !== 'pullRequest') {
    throw configProblem(
      `${where}.write`,
      `'${write.slice(0, 40)}' is not known`,
      'Use commit or pullRequest.',
    );
  }
  const file = required(config, 'file', where);
  if (file.startsWith('/') || file.split('/').includes('..')) {
    throw configProblem(
      `${where}.file`,
      'it leaves the repository',
      "Write it from the repository's root, without '..'.",
    );
  }
  const paths = readPaths(config, where);
  if (strategy !== 'kustomizeImages' && paths.path === undefined) {
    throw configProblem(
      `${where}.path`,
      'it is missing',
      'Say where in the file the version is, such as image.tag.',
    );
  }
  return {
    where,
    strategy,
    write,
    file,
    environment,
    entity: required(config, 'entity', where),
    ...paths,
    ...readRepository(config, where),
    ...readDocument(config, where),
    ...optional(config, 'branch'),
    ...optional(config, 'image'),
  };
}

function readPaths(
  config: Config,
  where: string,
): Pick<VersionRule, 'path' | 'digestPath'> {
  const paths = {
    ...optional(config, 'path'),
    ...optional(config, 'digestPath'),
  };
  for (const [key, path] of Object.entries(paths)) {
    try {
      parseScalarPath(path);
    } catch (error) {
      throw configProblem(
        `${where}.${key}`,
        'it is no path of a value',
        (error as Error).message,
      );
    }
  }
  return paths;
}

function readRepository(
  config: Config,
  where: string,
): { repository?: string } {
  const url = config.getOptionalString('repository');
  const repository = url === undefined ? undefined : repositoryIdentity(url);
  if (url !== undefined && repository === undefined) {
    throw configProblem(
      `${where}.repository`,
      'it is not the URL of a repository',
      'Write it whole, such as https://github.com/acme/gitops.',
    );
  }
  return repository === undefined ? {} : { repository };
}

function readDocument(
  config: Config,
  where: string,
): Pick<VersionRule, 'document'> {
  const document = config.getOptionalConfig('document');
  if (!document) {
    return {};
  }
  refuseUnknownKeys(document, ['kind', 'name'], `${where}.document`);
  return {
    document: {
      kind: required(document, 'kind', `${where}.document`),
      name: required(document, 'name', `${where}.document`),
    },
  };
}

function required(config: Config, key: string, where: string): string {
  const value = config.getOptionalString(key);
  if (!value) {
    throw configProblem(
      `${where}.${key}`,
      'it is missing',
      'A rule of where versions live needs entity, environment, file and strategy.',
    );
  }
  return value;
}

function optional<K extends string>(
  config: Config,
  key: K,
): { [P in K]?: string } {
  const value = config.getOptionalString(key);
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function isStrategy(text: string): text is VersionStrategy {
  return (VERSION_STRATEGIES as readonly string[]).includes(text);
}
