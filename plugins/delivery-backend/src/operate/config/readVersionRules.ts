import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import type { PipelineRule } from '../versions/PipelineRule';
import {
  VERSION_STRATEGIES,
  type VersionStrategy,
} from '../versions/VersionRule';
import { readFileRule, type FileRule } from './readFileRule';
import { readPipelineRule } from './readPipelineRule';
import { requireEnvironment } from './requireEnvironment';
import { requiredText } from './ruleKeys';

/** A rule of where versions live, for all entities that a pattern matches. */
export type ConfiguredVersionRule = (FileRule | PipelineRule) & {
  /** A pattern of entity refs. */
  entity: string;
  environment: string;
};

const SCOPE = ['entity', 'environment'];
const MEND =
  'A rule of where versions live needs entity, environment and strategy.';

/** Reads `versions` of `delivery.operations`. Words such as `${name}` are filled in for each target. */
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
  const environment = requiredText(config, 'environment', where, MEND);
  requireEnvironment(environment, environments, `${where}.environment`);
  const entity = requiredText(config, 'entity', where, MEND);
  const strategy = requiredText(config, 'strategy', where, MEND);
  if (strategy === 'pipeline') {
    return { entity, environment, ...readPipelineRule(config, where, SCOPE) };
  }
  if (!isStrategy(strategy)) {
    throw configProblem(
      `${where}.strategy`,
      `'${strategy.slice(0, 40)}' is not known`,
      `Use one of: ${[...VERSION_STRATEGIES, 'pipeline'].join(', ')}.`,
    );
  }
  return {
    entity,
    environment,
    ...readFileRule(config, where, strategy, SCOPE),
  };
}

function isStrategy(text: string): text is VersionStrategy {
  return (VERSION_STRATEGIES as readonly string[]).includes(text);
}
