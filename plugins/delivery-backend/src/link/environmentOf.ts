import type { EnvironmentRule } from '../config/environments';
import type { TargetFacts } from './TargetFacts';

/** Where a target belongs, and by which rule. */
export interface EnvironmentPlace {
  environment: string;
  rule: string;
}

const LABELS = ['environment', 'env', 'app.kubernetes.io/environment'];

/** Names that people use for one and the same stage. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['development', 'dev', 'develop'],
  ['integration', 'int'],
  ['testing', 'test', 'tst'],
  ['acceptance', 'acc', 'uat'],
  ['staging', 'stage', 'stg'],
  ['preproduction', 'preprod', 'pre-prod', 'pre-production'],
  ['production', 'prod', 'prd', 'live'],
];

/**
 * Finds the environment of a target: by the configured matches, in the order of the environments; then by a label;
 * then by the folder that it is made from, by its name's end, or by its namespace's end.
 *
 * @param ladder - names of the entity's own ladder, where it has one
 */
export function environmentOf(
  target: TargetFacts,
  environments: readonly EnvironmentRule[],
  ladder?: readonly string[],
): EnvironmentPlace | undefined {
  const names = ladder ?? environments.map(each => each.name);
  for (const { name, match } of environments) {
    const rule = names.includes(name)
      ? match.find(each => holds(each, target))
      : undefined;
    if (rule) {
      return { environment: name, rule: rule.description };
    }
  }
  for (const label of LABELS) {
    const value = Object.hasOwn(target.labels, label)
      ? target.labels[label]
      : undefined;
    const environment = value && named(value, names);
    if (environment) {
      return { environment, rule: `label ${label}=${value}` };
    }
  }
  return byFolder(target, names) ?? byName(target, names);
}

function holds(
  match: EnvironmentRule['match'][number],
  target: TargetFacts,
): boolean {
  const { cluster } = target;
  return (
    (!match.source || match.source(target.sourceId)) &&
    (!match.cluster ||
      match.cluster(cluster?.name) ||
      match.cluster(cluster?.server)) &&
    (!match.namespace || match.namespace(target.runsIn)) &&
    (!match.name || match.name(target.name)) &&
    (!match.project || match.project(target.project)) &&
    (!match.path || target.desired.some(each => match.path?.(each.path))) &&
    match.labels.every(
      ({ key, value }) =>
        Object.hasOwn(target.labels, key) && value(target.labels[key]),
    )
  );
}

function byFolder(
  target: TargetFacts,
  names: readonly string[],
): EnvironmentPlace | undefined {
  const found = new Map<string, string>();
  for (const { path } of target.desired) {
    for (const part of path?.split('/').reverse() ?? []) {
      const environment = named(part, names);
      if (environment) {
        found.set(environment, `folder ${path}`);
        break;
      }
    }
  }
  // Sources of several environments in one target decide nothing.
  const [only] = found.size === 1 ? found : [];
  return only && { environment: only[0], rule: only[1] };
}

function byName(
  target: TargetFacts,
  names: readonly string[],
): EnvironmentPlace | undefined {
  if (target.type === 'environment' || target.type === 'infrastructure') {
    const environment = named(target.name, names);
    if (environment) {
      return { environment, rule: `name ${target.name}` };
    }
  }
  for (const [word, text] of [
    ['name', target.name],
    ['namespace', target.runsIn],
  ]) {
    const environment = text && bySuffix(text, names);
    if (environment) {
      return { environment, rule: `${word} ${text}` };
    }
  }
  return undefined;
}

function bySuffix(text: string, names: readonly string[]): string | undefined {
  const parts = text.toLocaleLowerCase('en-US').split(/[-_.]/);
  for (let from = Math.max(0, parts.length - 3); from < parts.length; from++) {
    const environment = named(parts.slice(from).join('-'), names);
    if (environment) {
      return environment;
    }
  }
  return undefined;
}

function named(text: string, names: readonly string[]): string | undefined {
  const word = text.toLocaleLowerCase('en-US');
  if (names.includes(word)) {
    return word;
  }
  const synonyms = SYNONYMS.find(group => group.includes(word));
  return synonyms && names.find(name => synonyms.includes(name));
}
