import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import { refuseUnknownKeys } from './refuseUnknownKeys';

/** The words of an entity that a trust rule may use as `${word}`. */
export const TRUST_PLACEHOLDERS = [
  'owner',
  'ownerName',
  'name',
  'namespace',
  'system',
] as const;

/** One of {@link TRUST_PLACEHOLDERS}. */
export type TrustPlaceholder = (typeof TRUST_PLACEHOLDERS)[number];

/** What backs a claim: all that it names must hold. Values are patterns with placeholders. */
export interface TrustRule {
  /** The key of the rule, for evidence. */
  path: string;
  source?: string;
  project?: string;
  namespace?: string;
  repository?: string;
  name?: string;
  label?: { key: string; value: string };
}

/** How claims are trusted. */
export interface TrustConfig {
  /** What a claim that nothing backs still gives. */
  unbacked: 'status' | 'nothing';
  rules: TrustRule[];
  /** Patterns of repositories whose commits, runs and releases an entity may show. */
  repositories: string[];
  /** Patterns of pipelines, as `<source id>/<pipeline>`. */
  pipelines: string[];
  /** Patterns of what monitoring systems call services. */
  services: string[];
}

/** Other words for one cluster, so that what two sources tell about it can be joined. */
export interface ClusterAlias {
  name: string;
  aliases: { source?: string; word: string }[];
}

/** `delivery.linking`, read. */
export interface LinkingConfig {
  trust: TrustConfig;
  clusters: ClusterAlias[];
}

const ROOT = 'delivery.linking';
const RULE_KEYS = [
  'source',
  'project',
  'namespace',
  'repository',
  'name',
] as const;
const PATTERN_KEYS = ['repositories', 'pipelines', 'services'] as const;

/**
 * Reads `delivery.linking`.
 *
 * @throws InputError where a key, word or placeholder is unknown, or a rule would back every claim
 */
export function readLinking(config: Config): LinkingConfig {
  const linking = config.getOptionalConfig(ROOT);
  if (linking) {
    refuseUnknownKeys(linking, ['trust', 'clusters'], ROOT);
  }
  return {
    trust: readTrust(linking?.getOptionalConfig('trust')),
    clusters: (linking?.getOptionalConfigArray('clusters') ?? []).map(
      (entry, index) => readCluster(entry, `${ROOT}.clusters[${index}]`),
    ),
  };
}

function readTrust(config: Config | undefined): TrustConfig {
  const path = `${ROOT}.trust`;
  if (config) {
    refuseUnknownKeys(config, ['unbacked', 'rules', ...PATTERN_KEYS], path);
  }
  const unbacked = config?.getOptionalString('unbacked') ?? 'status';
  if (unbacked !== 'status' && unbacked !== 'nothing') {
    throw configProblem(
      `${path}.unbacked`,
      `'${unbacked.slice(0, 40)}' is not known`,
      "Use 'status' or 'nothing'.",
    );
  }
  return {
    unbacked,
    rules: (config?.getOptionalConfigArray('rules') ?? []).map((rule, index) =>
      readRule(rule, `${path}.rules[${index}]`),
    ),
    repositories: readPatterns(config, 'repositories'),
    pipelines: readPatterns(config, 'pipelines'),
    services: readPatterns(config, 'services'),
  };
}

function readPatterns(
  config: Config | undefined,
  key: (typeof PATTERN_KEYS)[number],
): string[] {
  return (config?.getOptionalStringArray(key) ?? []).map((pattern, index) =>
    checkPlaceholders(pattern, `${ROOT}.trust.${key}[${index}]`),
  );
}

function readRule(config: Config, path: string): TrustRule {
  refuseUnknownKeys(config, [...RULE_KEYS, 'label'], path);
  const rule: TrustRule = { path };
  for (const key of RULE_KEYS) {
    const value = config.getOptionalString(key);
    if (value !== undefined) {
      rule[key] = checkPlaceholders(value, `${path}.${key}`);
    }
  }
  const label = config.getOptionalConfig('label');
  if (label) {
    refuseUnknownKeys(label, ['key', 'value'], `${path}.label`);
    const key = label.getOptionalString('key');
    const value = label.getOptionalString('value');
    if (!key || !value) {
      throw configProblem(
        `${path}.label`,
        "'key' or 'value' is missing",
        "Give both, such as key: team and value: '${ownerName}'.",
      );
    }
    rule.label = {
      key,
      value: checkPlaceholders(value, `${path}.label.value`),
    };
  }
  if (!rule.label && RULE_KEYS.every(key => rule[key] === undefined)) {
    throw configProblem(
      path,
      'it names nothing, and would back every claim',
      `Give at least one of: ${[...RULE_KEYS, 'label'].join(', ')}.`,
    );
  }
  return rule;
}

function checkPlaceholders(value: string, path: string): string {
  for (const [whole, word] of value.matchAll(/\$\{([^}]*)\}/g)) {
    if (!TRUST_PLACEHOLDERS.some(known => known === word)) {
      throw configProblem(
        path,
        `the placeholder ${whole.slice(0, 60)} is not known`,
        `Use: ${TRUST_PLACEHOLDERS.map(known => `\${${known}}`).join(', ')}.`,
      );
    }
  }
  return value;
}

function readCluster(config: Config, path: string): ClusterAlias {
  refuseUnknownKeys(config, ['name', 'aliases'], path);
  const name = config.getOptionalString('name');
  if (!name) {
    throw configProblem(
      `${path}.name`,
      'it is missing',
      'Use the name that the source of the cluster itself goes by.',
    );
  }
  const aliases = (config.getOptionalConfigArray('aliases') ?? []).map(
    (entry, index) => {
      const at = `${path}.aliases[${index}]`;
      refuseUnknownKeys(entry, ['source', 'word'], at);
      const word = entry.getOptionalString('word');
      if (!word) {
        throw configProblem(
          `${at}.word`,
          'it is missing',
          "Give the cluster's name or server URL as that source has it.",
        );
      }
      return { source: entry.getOptionalString('source'), word };
    },
  );
  return { name, aliases };
}
