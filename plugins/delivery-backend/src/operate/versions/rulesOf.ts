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
import type { VersionRule } from './VersionRule';

/** A rule as an annotation has it, by environment. */
const Annotated = z.record(
  z.string(),
  z.strictObject({
    file: z.string().min(1).max(400),
    strategy: z.enum(['kustomizeImages', 'value', 'revision']),
    image: z.string().optional(),
    path: z.string().optional(),
    digestPath: z.string().optional(),
    document: z.strictObject({ kind: z.string(), name: z.string() }).optional(),
    branch: z.string().min(1).max(200).optional(),
    write: z.enum(['commit', 'pullRequest']).default('pullRequest'),
  }),
);

/**
 * Finds where the version of a target lives: by the configuration, else by the entity's annotation. An annotation is a
 * claim, and may name a file only that the target itself is made from.
 *
 * @returns why there is none, in words, where there is none
 */
export function ruleOf(
  entity: EntityFacts,
  environment: string,
  target: TargetItem,
  configured: readonly ConfiguredVersionRule[],
): VersionRule | { missingBecause: string } {
  const main = repositoryOf(target);
  const words = wordsOf(entity, environment, target);
  for (const rule of configured) {
    const { entity: pattern, environment: where, ...found } = rule;
    const repository = rule.repository ?? main;
    const file = fillWords(rule.file, words);
    if (
      where === environment &&
      namePattern(pattern)(entity.ref) &&
      repository !== undefined &&
      file !== undefined
    ) {
      return { ...found, repository, file, origin: 'config' };
    }
  }
  const warnings: EntityWarning[] = [];
  const annotated = readAnnotation(entity, warnings)[environment];
  if (warnings.length > 0) {
    return { missingBecause: warnings[0].message };
  }
  if (!annotated || main === undefined) {
    return {
      missingBecause: `no rule of delivery.operations.versions and no annotation ${A.versionRules} tells where the version of ${target.name} lives`,
    };
  }
  const file = fillWords(annotated.file, words);
  if (
    file === undefined ||
    !isMadeFrom(target, { repository: main, ...annotated, file })
  ) {
    return {
      missingBecause: `the annotation ${A.versionRules} names ${
        annotated.file
      }${annotated.branch ? ` of ${annotated.branch}` : ''}, which ${
        target.name
      } is not made from`,
    };
  }
  return {
    ...annotated,
    file,
    repository: main,
    origin: 'annotation',
    where: `annotation ${A.versionRules}`,
  };
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

/** What the words in a rule's file stand for. */
export function wordsOf(
  { name }: Pick<EntityFacts, 'name'>,
  environment: string,
  target: TargetItem,
): Readonly<Record<string, string | undefined>> {
  const path = mainSource(target)?.path;
  return {
    name,
    environment,
    target: target.name,
    path: path && repositoryPath(path),
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
      identityOf(each.url) === repository &&
      (branch === undefined || branch === each.targetRevision) &&
      ((each.files ?? []).includes(file) ||
        (each.path !== undefined &&
          repositoryPath(each.path) !== '' &&
          file.startsWith(`${repositoryPath(each.path)}/`))),
  );
}

function mainSource(target: TargetItem): DesiredSource | undefined {
  return target.desired.find(
    each => !each.chart && identityOf(each.url) !== undefined,
  );
}

/**
 * Fills in the words of a rule's file.
 *
 * @returns undefined where a word has nothing to stand for
 */
export function fillWords(
  template: string,
  words: Readonly<Record<string, string | undefined>>,
): string | undefined {
  let isWhole = true;
  const filled = template.replace(/\$\{(\w+)\}/g, (whole, word) => {
    isWhole &&= !(word in words) || Boolean(words[word]);
    return words[word] ?? whole;
  });
  return isWhole ? filled : undefined;
}
