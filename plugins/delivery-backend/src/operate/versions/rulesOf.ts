import {
  DELIVERY_ANNOTATIONS as A,
  type DesiredSource,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { parse } from 'yaml';
import { z } from 'zod';
import { namePattern } from '../../config/glob';
import type { EntityFacts } from '../../link/EntityFacts';
import { identityOf } from '../../link/identityOf';
import { repositoryPath } from '../../link/repositoryPath';
import type { ConfiguredVersionRule } from '../config/readVersionRules';
import { fillWords, type Words } from './fillWords';
import type { PipelineRule } from './PipelineRule';
import { parseScalarPath } from './ScalarPath';
import type { VersionRule } from './VersionRule';

const ScalarPath = z
  .string()
  .max(400)
  .refine(isScalarPath, 'it is no path of a value, such as image.tag');

/** A rule as an annotation has it, by environment. */
const Annotated = z.record(
  z.string(),
  z.strictObject({
    file: z.string().min(1).max(400),
    strategy: z.enum(['kustomizeImages', 'value', 'revision']),
    image: z.string().optional(),
    path: ScalarPath.optional(),
    digestPath: ScalarPath.optional(),
    document: z.strictObject({ kind: z.string(), name: z.string() }).optional(),
    repository: z
      .string()
      .max(400)
      .refine(
        url => identityOf(url) !== undefined,
        'it is no URL of a repository',
      )
      .optional(),
    branch: z.string().min(1).max(200).optional(),
    write: z.enum(['commit', 'pullRequest']).default('pullRequest'),
  }),
);

/**
 * Finds where the version of a target lives: by the configuration, else by the entity's annotation. An annotation is a
 * claim, and may name a file only that the target itself is made from, and no pipeline.
 *
 * @returns why there is none, in words, where there is none
 */
export function ruleOf(
  entity: EntityFacts,
  environment: string,
  target: TargetItem,
  configured: readonly ConfiguredVersionRule[],
): VersionRule | PipelineRule | { missingBecause: string } {
  const main = repositoryOf(target);
  const words = wordsOf(entity, environment, target);
  for (const { entity: pattern, environment: where, ...rule } of configured) {
    if (where === environment && namePattern(pattern)(entity.ref)) {
      if (rule.strategy === 'pipeline') {
        return rule;
      }
      const repository = rule.repository ?? main;
      const filled = fillRule(rule, words);
      if (repository !== undefined && filled) {
        return { ...filled, repository, origin: 'config' };
      }
    }
  }
  const warnings: EntityWarning[] = [];
  const annotated = readAnnotation(entity, warnings)[environment];
  if (warnings.length > 0) {
    return { missingBecause: warnings[0].message };
  }
  const repository =
    annotated?.repository === undefined
      ? main
      : identityOf(annotated.repository);
  if (!annotated || repository === undefined) {
    return {
      missingBecause: `no rule of delivery.operations.versions and no annotation ${A.versionRules} tells where the version of ${target.name} lives`,
    };
  }
  const filled = fillRule(annotated, words);
  if (!filled || !isMadeFrom(target, { ...filled, repository })) {
    return {
      missingBecause: `the annotation ${A.versionRules} names ${
        annotated.file
      }${annotated.branch ? ` of ${annotated.branch}` : ''}, which ${
        target.name
      } is not made from`,
    };
  }
  return {
    ...filled,
    repository,
    origin: 'annotation',
    where: `annotation ${A.versionRules}`,
  };
}

type Filled = Pick<
  VersionRule,
  'file' | 'path' | 'digestPath' | 'image' | 'document'
>;

/** Fills in the words of a rule for one target; undefined where one of them has nothing to stand for. */
export function fillRule<R extends Filled>(
  rule: R,
  words: Words,
): R | undefined {
  const { file, path, digestPath, image, document } = rule;
  const all = { file, path, digestPath, image, name: document?.name };
  const filled = Object.fromEntries(
    Object.entries(all).flatMap(([key, template]) =>
      template === undefined ? [] : [[key, fillWords(template, words)]],
    ),
  );
  const { name, ...texts } = filled;
  return Object.values(filled).includes(undefined)
    ? undefined
    : {
        ...rule,
        ...texts,
        ...(document && name ? { document: { ...document, name } } : {}),
      };
}

function isScalarPath(text: string): boolean {
  try {
    parseScalarPath(text.replace(/\$\{\w+\}/g, 'x'));
    return true;
  } catch {
    return false;
  }
}

function readAnnotation(
  entity: EntityFacts,
  warnings: EntityWarning[],
): z.output<typeof Annotated> {
  const text = entity.annotations[A.versionRules];
  if (text === undefined) {
    return {};
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    value = undefined;
  }
  const read = Annotated.safeParse(value);
  if (!read.success) {
    warnings.push({
      annotation: A.versionRules,
      message: `the annotation ${A.versionRules} cannot be read: ${z
        .prettifyError(read.error)
        .slice(0, 200)}`,
    });
    return {};
  }
  return read.data;
}

/** The repository that a rule means where it names none. */
export function repositoryOf(target: TargetItem): string | undefined {
  const source = mainSource(target);
  return source && identityOf(source.url);
}

/** What the words in a rule stand for. */
export function wordsOf(
  { name }: Pick<EntityFacts, 'name'>,
  environment: string,
  target: TargetItem,
): Words {
  const path = mainSource(target)?.path;
  return {
    name,
    environment,
    target: target.name,
    path: path && repositoryPath(path),
    cluster: target.cluster?.name,
    namespace: target.destinationNamespace ?? target.namespace,
  };
}

/** Whether a target is made from a file: what is written there changes this target, and its own. */
export function isMadeFrom(
  target: TargetItem,
  rule: Pick<VersionRule, 'repository' | 'branch' | 'file'>,
): boolean {
  const { repository, branch, file } = rule;
  if (file.startsWith('/') || file.split('/').includes('..')) {
    return false;
  }
  return target.desired.some(
    each =>
      !each.rendered &&
      identityOf(each.url) === repository &&
      (branch === undefined || branch === each.targetRevision) &&
      ((each.files ?? []).includes(file) ||
        (each.path !== undefined &&
          repositoryPath(each.path) !== '' &&
          file.startsWith(`${repositoryPath(each.path)}/`))),
  );
}

/** What a machine renders is written to by nobody else: the source that it is rendered from counts. */
function mainSource(target: TargetItem): DesiredSource | undefined {
  return target.desired.find(
    each => !each.chart && !each.rendered && identityOf(each.url) !== undefined,
  );
}
