import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { refuseUnknownKeys } from '../../config/refuseUnknownKeys';
import { PIPELINE_WORDS, type PipelineRule } from '../versions/PipelineRule';
import {
  checkWords,
  optionalText,
  readRepository,
  requiredText,
} from './ruleKeys';

const Parameters = z.record(
  z.string().min(1).max(200),
  z.union([z.string().max(1000), z.number(), z.boolean()]),
);

const KEYS = ['strategy', 'pipeline', 'parameters'];
const MEND =
  'Name the pipeline by its system and name, such as { system: jenkins, name: payments/deploy }.';

/**
 * Reads which pipeline brings versions, and what it is told.
 *
 * @param scope - the keys that say for whom, which were read already
 */
export function readPipelineRule(
  config: Config,
  where: string,
  scope: readonly string[],
): PipelineRule {
  refuseUnknownKeys(config, [...scope, ...KEYS], where);
  const pipeline = config.getOptionalConfig('pipeline');
  if (!pipeline) {
    throw configProblem(`${where}.pipeline`, 'it is missing', MEND);
  }
  const at = `${where}.pipeline`;
  refuseUnknownKeys(pipeline, ['system', 'source', 'name', 'repository'], at);
  const parameters = readParameters(config, where);
  if (!Object.values(parameters).some(namesVersion)) {
    throw configProblem(
      `${where}.parameters`,
      'none of them tells the pipeline which version to bring',
      'Give one the value ${version}, ${tag}, ${digest} or ${commit}.',
    );
  }
  return {
    strategy: 'pipeline',
    where,
    parameters,
    pipeline: {
      system: requiredText(pipeline, 'system', at, MEND),
      name: requiredText(pipeline, 'name', at, MEND),
      ...optionalText(pipeline, 'source'),
      ...readRepository(pipeline, at),
    },
  };
}

function readParameters(config: Config, where: string): Record<string, string> {
  // As a whole: names of parameters may have dots, and no path is meant by them.
  const read = Parameters.safeParse(config.getOptional('parameters') ?? {});
  if (!read.success) {
    throw configProblem(
      `${where}.parameters`,
      'a parameter is no text',
      'Write a value for each name, such as VERSION: ${version}.',
    );
  }
  return Object.fromEntries(
    Object.entries(read.data).map(([name, value]) => {
      const text = String(value);
      checkWords(text, PIPELINE_WORDS, `${where}.parameters.${name}`);
      return [name, text];
    }),
  );
}

function namesVersion(template: string): boolean {
  return /\$\{(version|tag|digest|commit)\}/.test(template);
}
