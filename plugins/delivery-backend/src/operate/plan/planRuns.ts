import { isError } from '@backstage/errors';
import type { EntityFacts } from '../../link/EntityFacts';
import {
  SourceFailure,
  type DeliverySource,
  type OperateContext,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import { fillWords, missingWords, type Words } from '../versions/fillWords';
import type { PipelineRule } from '../versions/PipelineRule';
import { wordsOf } from '../versions/rulesOf';
import { checkParameters, requireParameters } from './checkParameters';
import type { Wanted } from './findWanted';
import { runnerOf, type Runner } from './runnerOf';
import type { PipelineStart } from './VersionOrder';

/** A target that a pipeline brings versions to. */
export interface PipelineTarget {
  id: string;
  target: TargetItem;
  rule: PipelineRule;
}

/**
 * Works out which pipelines bring a version to some targets, and what they are told. What two targets would have it told
 * alike is one run.
 */
export function runsOf(
  targets: readonly PipelineTarget[],
  wanted: Wanted,
  entity: Pick<EntityFacts, 'name'>,
  sources: readonly DeliverySource[],
): PipelineStart[] | { refusedBecause: string } {
  const runs = new Map<string, PipelineStart>();
  for (const { id, target, rule } of targets) {
    const runner = runnerOf(rule, sources);
    if ('reason' in runner) {
      return { refusedBecause: runner.reason };
    }
    const words = {
      ...wordsOf(entity, wanted.environment, target),
      ...versionWords(wanted),
    };
    const filled = fill(rule, words, wanted.label);
    if ('refusedBecause' in filled) {
      return filled;
    }
    const { parameters } = filled;
    const key = JSON.stringify([runner.source.id, runner.subject, parameters]);
    const known = runs.get(key);
    runs.set(key, {
      name: rule.pipeline.name,
      sourceId: runner.source.id,
      subject: runner.subject,
      parameters,
      targetIds: [...(known?.targetIds ?? []), id],
    });
  }
  return [...runs.values()];
}

/** Why a pipeline cannot be told what it is to be told, by the form that it asks for; undefined where it can. */
export async function formObjection(
  { name, parameters }: PipelineStart,
  { operator, subject }: Runner,
  context: OperateContext,
): Promise<string | undefined> {
  try {
    const form = await operator.parameters?.(subject, context);
    if (form) {
      checkParameters(parameters, form);
      requireParameters(parameters, form);
    }
    return undefined;
  } catch (error) {
    if (
      error instanceof SourceFailure ||
      (isError(error) && error.name === 'InputError')
    ) {
      return `the pipeline ${name} cannot be started so: ${error.message}`;
    }
    throw error;
  }
}

function versionWords({ wanted, version }: Wanted): Words {
  const chart = wanted.madeFrom?.find(each => each.chart)?.revision;
  return {
    version: wanted.tag ?? chart,
    tag: wanted.tag,
    digest: wanted.digest,
    image: wanted.repository,
    commit: version?.commit?.sha,
  };
}

function fill(
  { parameters, where }: PipelineRule,
  words: Words,
  label: string,
): { parameters: Record<string, string> } | { refusedBecause: string } {
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(parameters)) {
    const value = fillWords(template, words);
    if (value === undefined) {
      return {
        refusedBecause: `${where}.parameters.${name} asks for ${missingWords(
          template,
          words,
        ).join(', ')}, which is not known of ${label}`,
      };
    }
    filled[name] = value;
  }
  return { parameters: filled };
}
