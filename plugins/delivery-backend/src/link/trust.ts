import { DELIVERY_ANNOTATIONS as A } from '@throughline/plugin-delivery-common';
import { parseEntityRef } from '@backstage/catalog-model';
import { namePattern } from '../config/glob';
import type {
  TrustConfig,
  TrustPlaceholder,
  TrustRule,
} from '../config/linking';
import type { EntityFacts } from './EntityFacts';
import type { TargetFacts } from './TargetFacts';
import { identityOf } from './identityOf';

/** What backs a claim, or nothing. */
export interface Backing {
  backed: boolean;
  /** In words. */
  reason: string;
}

/**
 * Says what backs an entity's claim on a target: the upstream object's own label, the labels of the workloads that
 * it manages, or a configured rule. Whoever writes a catalog file controls none of these.
 */
export function judgeTrust(
  entity: EntityFacts,
  target: TargetFacts,
  managed: readonly TargetFacts[],
  trust: TrustConfig,
): Backing {
  if (idLabel(target) === entity.name) {
    return {
      backed: true,
      reason: `the upstream object's label ${A.kubernetesId} names the entity`,
    };
  }
  const named = new Set(managed.map(idLabel).filter(id => id !== undefined));
  if (named.size === 1 && named.has(entity.name)) {
    return {
      backed: true,
      reason: `the label ${A.kubernetesId} of its workloads names the entity`,
    };
  }
  const rule = trust.rules.find(each => ruleHolds(each, entity, target));
  if (rule) {
    return { backed: true, reason: `rule ${rule.path}` };
  }
  return {
    backed: false,
    reason: `nothing upstream confirms it: neither a label ${A.kubernetesId}=${entity.name} nor a rule of delivery.linking.trust`,
  };
}

/** The entity that the upstream object itself names. */
export function idLabel(target: TargetFacts): string | undefined {
  return Object.hasOwn(target.labels, A.kubernetesId)
    ? target.labels[A.kubernetesId]
    : undefined;
}

function ruleHolds(
  rule: TrustRule,
  entity: EntityFacts,
  target: TargetFacts,
): boolean {
  const matches = (
    pattern: string | undefined,
    values: (string | undefined)[],
    normalise = (text: string) => text,
  ): boolean => {
    if (pattern === undefined) {
      return true;
    }
    const filled = fillPlaceholders(pattern, entity);
    return filled !== undefined && values.some(namePattern(normalise(filled)));
  };
  const label = rule.label;
  return (
    matches(rule.source, [target.sourceId]) &&
    matches(rule.project, [target.project]) &&
    matches(rule.namespace, [target.runsIn]) &&
    matches(rule.name, [target.name]) &&
    matches(
      rule.repository,
      target.desired.map(each => each.repository),
      asIdentity,
    ) &&
    (!label || matches(label.value, [target.labels[label.key]]))
  );
}

/** A repository may be written as a URL, or as `host/owner/name`. */
export function asIdentity(text: string): string {
  const isUrl = text.includes('://') || /^[^/]+@[^/]+:/.test(text);
  return (
    (isUrl ? identityOf(text) : undefined) ?? text.toLocaleLowerCase('en-US')
  );
}

/** Fills in an entity's words; undefined where it lacks one, as a rule then cannot hold. */
export function fillPlaceholders(
  pattern: string,
  entity: EntityFacts,
): string | undefined {
  const words: Record<TrustPlaceholder, string | undefined> = {
    owner: entity.owner,
    ownerName: entity.owner && parseEntityRef(entity.owner).name,
    name: entity.name,
    namespace: entity.namespace,
    system: entity.system,
  };
  let missing = false;
  const filled = pattern.replace(/\$\{(\w+)\}/g, (_, word) => {
    const value = words[word as TrustPlaceholder];
    // A pattern's own characters in an entity's words would let it match more than itself.
    if (!value || /[*?]/.test(value)) {
      missing = true;
      return '';
    }
    return value;
  });
  return missing ? undefined : filled;
}
