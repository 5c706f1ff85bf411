import type { EnvironmentRule } from '../config/environments';
import type { TrustConfig } from '../config/linking';
import type { ClaimIndex } from './ClaimIndex';
import { environmentOf } from './environmentOf';
import type { Placement, TargetLink } from './Placement';
import { previewOf } from './previewOf';
import { settleTrust, type SettledClaim } from './settleTrust';
import type { TargetFacts } from './TargetFacts';
import { idLabel, judgeTrust } from './trust';

/** What the rules of linking go by. */
export interface LinkRules {
  environments: readonly EnvironmentRule[];
  trust: TrustConfig;
}

/** Applies the rules of linking to a target that nothing else manages. */
export function placeTarget(
  target: TargetFacts,
  managed: readonly TargetFacts[],
  index: ClaimIndex,
  rules: LinkRules,
): Placement {
  if (target.parent) {
    return { links: [] };
  }
  const settled = settleTrust(
    index.claimsOn(target).map(each => ({
      ...each,
      backing: judgeTrust(each.claimant.entity, target, managed, rules.trust),
    })),
  );
  const links = settled.map(each => toLink(each, target, rules));
  const unplaced = unplacedBecause(target, links);
  return { links, ...(unplaced ? { unplaced } : {}) };
}

/**
 * Applies the rules to a workload that an application manages: it is shown under that application for whoever has
 * the application, and as a target of its own for who claims the workload alone. Of an application that several
 * entities share, each has the workloads that name it, and those that name none of them.
 */
export function placeManaged(
  workload: TargetFacts,
  application: TargetFacts,
  of: Placement,
  index: ClaimIndex,
  rules: LinkRules,
): Placement {
  const own = placeTarget(workload, [], index, rules);
  const sharers = new Set(of.links.map(link => link.entityRef));
  const claimers = new Set(
    own.links
      .map(link => link.entityRef)
      .filter(ref => sharers.has(ref) && idLabel(workload) !== undefined),
  );
  const under = of.links
    .filter(
      link =>
        sharers.size === 1 ||
        claimers.size === 0 ||
        claimers.has(link.entityRef),
    )
    .map(link => ({
      ...link,
      targetId: workload.id,
      under: application.id,
    }));
  const alone = own.links.filter(link => !sharers.has(link.entityRef));
  const contested = alone.some(link => link.evidence.trust === 'contested');
  return {
    links: [...under, ...alone],
    ...(own.unplaced && contested ? { unplaced: own.unplaced } : {}),
  };
}

function toLink(
  { claimant, claim, trust, trustReason }: SettledClaim,
  target: TargetFacts,
  rules: LinkRules,
): TargetLink {
  const preview = previewOf(target);
  const place = preview
    ? undefined
    : environmentOf(target, rules.environments, claimant.claims.environments);
  return {
    entityRef: claimant.entity.ref,
    targetId: target.id,
    ...(place ? { environment: place.environment } : {}),
    ...(preview ? { preview: preview.key } : {}),
    evidence: {
      entityRule: claim.rule,
      environmentRule: preview?.rule ?? place?.rule ?? 'no rule tells',
      trust,
      trustReason,
    },
  };
}

function unplacedBecause(
  target: TargetFacts,
  links: readonly TargetLink[],
): Placement['unplaced'] {
  if (links.length === 0) {
    return { reason: 'noEntity', tried: triedForEntity(target) };
  }
  if (links.every(link => !link.environment && !link.preview)) {
    return { reason: 'noEnvironment', tried: triedForEnvironment(target) };
  }
  if (links.some(link => link.evidence.trust === 'contested')) {
    return { reason: 'contested', tried: reasonsOf(links) };
  }
  if (links.every(link => link.evidence.trust === 'unbacked')) {
    return { reason: 'unbackedClaim', tried: reasonsOf(links) };
  }
  return undefined;
}

function triedForEntity(target: TargetFacts): string[] {
  const repositories = target.desired
    .map(each => each.repository)
    .filter(each => each !== undefined);
  return [
    `no entity's annotation names ${target.name}`,
    idLabel(target) === undefined
      ? 'it has no label backstage.io/kubernetes-id'
      : `no entity is named ${idLabel(target)}, as its label says`,
    repositories.length > 0
      ? `no entity's source location is ${[...new Set(repositories)].join(
          ' or ',
        )}`
      : 'it is made from no repository',
  ];
}

function triedForEnvironment(target: TargetFacts): string[] {
  return [
    'no match of delivery.environments holds',
    'no label environment, env or app.kubernetes.io/environment names one',
    `neither its folder nor the end of the name ${
      target.name
    } or of the namespace ${target.runsIn ?? '(none)'} names one`,
  ];
}

function reasonsOf(links: readonly TargetLink[]): string[] {
  return [...new Set(links.map(link => link.evidence.trustReason))];
}
