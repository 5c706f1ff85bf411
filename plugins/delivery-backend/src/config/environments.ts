import type { Config } from '@backstage/config';
import type { EnvironmentInfo } from '@throughline/plugin-delivery-common';
import { configProblem } from '@throughline/plugin-delivery-node';
import { namePattern, pathPattern, type TextMatcher } from './glob';
import { refuseUnknownKeys } from './refuseUnknownKeys';

/** One predicate over targets; all that it names must hold. */
export interface EnvironmentMatch {
  /** How the page names this rule. */
  description: string;
  source?: TextMatcher;
  cluster?: TextMatcher;
  namespace?: TextMatcher;
  name?: TextMatcher;
  project?: TextMatcher;
  path?: TextMatcher;
  labels: { key: string; value: TextMatcher }[];
}

/** A configured environment with what is placed in it. */
export interface EnvironmentRule extends EnvironmentInfo {
  match: EnvironmentMatch[];
}

const ROOT = 'delivery.environments';
const TEXT_KEYS = [
  'source',
  'cluster',
  'namespace',
  'name',
  'project',
  'path',
] as const;

/** The ladder of those who configure none. */
export const DEFAULT_ENVIRONMENTS: readonly EnvironmentRule[] = [
  {
    name: 'development',
    title: 'Development',
    production: false,
    follows: [],
    match: [],
  },
  {
    name: 'staging',
    title: 'Staging',
    production: false,
    follows: ['development'],
    match: [],
  },
  {
    name: 'production',
    title: 'Production',
    production: true,
    follows: ['staging'],
    match: [],
  },
];

/**
 * Reads `delivery.environments`.
 *
 * @throws InputError where a name is missing, bad or given twice, an unknown environment is followed, the graph has
 *   a cycle, or a match names nothing
 */
export function readEnvironments(config: Config): EnvironmentRule[] {
  const list = config.getOptionalConfigArray(ROOT);
  if (!list || list.length === 0) {
    return [...DEFAULT_ENVIRONMENTS];
  }
  const names = list.map((entry, index) => readEnvironmentName(entry, index));
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (first !== index) {
      throw configProblem(
        `${ROOT}[${index}].name`,
        `'${name}' is also the name of ${ROOT}[${first}]`,
        'Give each environment a name of its own.',
      );
    }
  });
  const environments = list.map((entry, index) =>
    readEnvironment(entry, index, names),
  );
  refuseCycles(environments);
  return environments;
}

function readEnvironmentName(entry: Config, index: number): string {
  const path = `${ROOT}[${index}].name`;
  const name = entry.getOptionalString('name');
  if (!name) {
    throw configProblem(path, 'it is missing', 'Name the environment.');
  }
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw configProblem(
      path,
      `'${name.slice(0, 80)}' is not a name`,
      "Use up to 63 lower case letters, digits and dashes, and 'title' for what people read.",
    );
  }
  return name;
}

function readEnvironment(
  entry: Config,
  index: number,
  names: string[],
): EnvironmentRule {
  const path = `${ROOT}[${index}]`;
  refuseUnknownKeys(
    entry,
    ['name', 'title', 'production', 'follows', 'match'],
    path,
  );
  const follows =
    entry.getOptionalStringArray('follows') ??
    (index > 0 ? [names[index - 1]] : []);
  follows.forEach((name, at) => {
    if (!names.includes(name)) {
      throw configProblem(
        `${path}.follows[${at}]`,
        `there is no environment '${name}'`,
        `Use one of: ${names.join(', ')}.`,
      );
    }
  });
  return {
    name: names[index],
    title: entry.getOptionalString('title') ?? capitalised(names[index]),
    production: entry.getOptionalBoolean('production') ?? false,
    follows,
    match: (entry.getOptionalConfigArray('match') ?? []).map((match, at) =>
      readMatch(match, `${path}.match[${at}]`),
    ),
  };
}

function readMatch(config: Config, path: string): EnvironmentMatch {
  refuseUnknownKeys(config, [...TEXT_KEYS, 'labels'], path);
  const match: EnvironmentMatch = { description: path, labels: [] };
  for (const key of TEXT_KEYS) {
    const pattern = config.getOptionalString(key);
    if (pattern !== undefined) {
      match[key] = key === 'path' ? pathPattern(pattern) : namePattern(pattern);
    }
  }
  const labels = config.getOptionalConfig('labels');
  const values = labels?.get<Record<string, unknown>>() ?? {};
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'string') {
      throw configProblem(
        `${path}.labels.${key}`,
        'it is not a text',
        'Write the value of the label, in quotes where it looks like a number.',
      );
    }
    match.labels.push({ key, value: namePattern(value) });
  }
  if (match.labels.length === 0 && TEXT_KEYS.every(key => !match[key])) {
    throw configProblem(
      path,
      'it names nothing, and would take every target',
      `Give at least one of: ${[...TEXT_KEYS, 'labels'].join(', ')}.`,
    );
  }
  return match;
}

function refuseCycles(environments: EnvironmentRule[]): void {
  const byName = new Map(environments.map(each => [each.name, each]));
  const done = new Set<string>();
  const visit = (name: string, trail: string[]): void => {
    if (trail.includes(name)) {
      const index = environments.findIndex(each => each.name === name);
      throw configProblem(
        `${ROOT}[${index}].follows`,
        `the environments follow each other in a circle: ${[
          ...trail.slice(trail.indexOf(name)),
          name,
        ].join(' → ')}`,
        'Remove one of these.',
      );
    }
    if (!done.has(name)) {
      byName.get(name)?.follows.forEach(next => visit(next, [...trail, name]));
      done.add(name);
    }
  };
  environments.forEach(each => visit(each.name, []));
}

function capitalised(name: string): string {
  return name.charAt(0).toLocaleUpperCase('en-US') + name.slice(1);
}
