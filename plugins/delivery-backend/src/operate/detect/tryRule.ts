import type {
  VersionRuleText,
  VersionRuleTrial,
} from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  OperateContext,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { EntityFacts } from '../../link/EntityFacts';
import { byRepository } from '../plan/byRepository';
import { makeEdits, type TargetEdit } from '../plan/VersionEdits';
import { writerFor } from '../plan/writerFor';
import {
  fillRule,
  isMadeFrom,
  repositoryOf,
  ruleOf,
  wordsOf,
} from '../versions/rulesOf';
import type { VersionRule, WantedVersion } from '../versions/VersionRule';
import type { ConfiguredVersionRule } from '../config/readVersionRules';
import { failureText } from './failureText';
import { fileProblem } from './fileProblem';

/** A target that a rule is tried out on. */
export interface TrialTarget {
  id: string;
  item: TargetItem;
}

/** What a rule is tried out with. */
export interface TrialOptions {
  entity: EntityFacts;
  environment: string;
  targets: readonly TrialTarget[];
  sources: readonly DeliverySource[];
  configured: readonly ConfiguredVersionRule[];
  /** Files that were proposed although the target is not made from them. */
  proposed: () => Promise<readonly VersionRule[]>;
  context: OperateContext;
}

/** Works out what a promotion would write by a rule that is not in force, by the same code, and writes nothing. */
export async function tryRule(
  rule: VersionRuleText,
  wanted: WantedVersion,
  options: TrialOptions,
): Promise<Pick<VersionRuleTrial, 'changes' | 'places' | 'refusedBecause'>> {
  const edits: TargetEdit[] = [];
  for (const target of options.targets) {
    const resolved = resolve(rule, wanted, target, options);
    const refusedBecause =
      'refusedBecause' in resolved
        ? resolved.refusedBecause
        : await reachProblem(resolved, target, options);
    if (refusedBecause !== undefined || 'refusedBecause' in resolved) {
      return refused(refusedBecause);
    }
    edits.push({ targetId: target.id, rule: resolved, wanted });
  }
  try {
    const result: Pick<VersionRuleTrial, 'changes' | 'places'> = {
      changes: [],
      places: [],
    };
    for (const group of byRepository(edits)) {
      const writer = writerFor(group[0].rule.repository, options.sources);
      if (!('head' in writer)) {
        return refused(writer.reason);
      }
      const made = await makeEdits(group, writer, options.context);
      result.changes.push(...made.changes);
      result.places.push(
        ...group.map(edit => ({
          target: nameOf(edit.targetId, options),
          file: edit.rule.file,
          before: made.before[edit.targetId] ?? '',
        })),
      );
    }
    return result;
  } catch (error) {
    return refused(failureText(error, options.context.signal));
  }
}

function refused(refusedBecause: string | undefined) {
  return { changes: [], places: [], refusedBecause };
}

function nameOf(id: string, { targets }: TrialOptions): string {
  return targets.find(each => each.id === id)?.item.name ?? id;
}

/** The rule as it is for one target. */
function resolve(
  rule: VersionRuleText,
  wanted: WantedVersion,
  { item }: TrialTarget,
  { entity, environment }: TrialOptions,
): VersionRule | { refusedBecause: string } {
  const repository = rule.repository ?? repositoryOf(item);
  if (repository === undefined) {
    return { refusedBecause: `${item.name} is made from no Git repository` };
  }
  const filled = fillRule(rule, wordsOf(entity, environment, item));
  if (!filled) {
    return {
      refusedBecause: `a word of ${rule.file} stands for nothing at ${item.name}`,
    };
  }
  const problem = fileProblem(filled.file);
  if (problem !== undefined) {
    return { refusedBecause: problem };
  }
  const image =
    filled.image ??
    (rule.strategy === 'kustomizeImages' ? wanted.repository : undefined);
  return {
    ...filled,
    ...(image ? { image } : {}),
    repository,
    origin: 'detected',
    where: 'the rule that is tried out',
  };
}

/**
 * Why a file is out of reach. The portal reads more repositories than a team may: what is shown of a file on trial must
 * be of what makes the team's own target, by what an administrator has configured, or by what was found there.
 */
async function reachProblem(
  rule: VersionRule,
  { item }: TrialTarget,
  options: TrialOptions,
): Promise<string | undefined> {
  if (isMadeFrom(item, rule)) {
    return undefined;
  }
  const { entity, environment, configured } = options;
  const inForce = ruleOf(entity, environment, item, configured);
  const allowed = [
    ...('file' in inForce ? [inForce] : []),
    ...(await options.proposed()),
  ];
  return allowed.some(
    each =>
      each.repository === rule.repository &&
      each.branch === rule.branch &&
      each.file === rule.file,
  )
    ? undefined
    : `${item.name} is not made from ${rule.file} of ${rule.repository}`;
}
