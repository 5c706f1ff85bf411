import type { OperationType } from '@throughline/plugin-delivery-common';
import type { TargetResource } from './TargetResource';

/** Who asks. */
export interface Asker {
  type: 'user' | 'service';
  /** Ref of the user, or the service's subject. */
  ref: string;
  /** Refs that the user owns by: their own, and those of their groups. */
  owns: readonly string[];
}

/** How the floor is laid. */
export interface FloorConfig {
  /** Leaves everything to the permission policy. */
  policyOnly: boolean;
  /** Subjects of services that may ask for operations. */
  servicePrincipals: readonly string[];
  /** Refs of users and groups that may act on production. */
  productionGrants: readonly string[];
}

/** What acts on nothing that runs: it needs no right on production. */
const HARMLESS: readonly OperationType[] = ['refresh', 'plan'];

/**
 * The floor under any permission policy: it holds even where the policy allows everything.
 *
 * @returns why not, in words; undefined where the floor does not object
 */
export function floorObjection(
  type: OperationType,
  asker: Asker,
  resource: TargetResource,
  config: FloorConfig,
): string | undefined {
  if (!resource.trusted) {
    return 'nothing confirms that it is this entity’s, so that nothing can be done to it. See delivery.linking.trust.';
  }
  if (config.policyOnly) {
    return undefined;
  }
  return (
    (asker.type === 'service'
      ? serviceObjection(asker, config)
      : ownerObjection(asker, resource, config)) ??
    productionObjection(type, asker, resource, config)
  );
}

function serviceObjection(
  { ref }: Asker,
  { servicePrincipals }: FloorConfig,
): string | undefined {
  return servicePrincipals.includes(ref)
    ? undefined
    : `'${ref}' is a service, and only those that delivery.operations.servicePrincipals names may ask for operations`;
}

/** A grant for production stands for ownership there: who releases need not own each service. */
function ownerObjection(
  asker: Asker,
  { owner, production }: TargetResource,
  config: FloorConfig,
): string | undefined {
  if (
    (owner !== undefined && asker.owns.includes(owner)) ||
    (production && isGranted(asker, config))
  ) {
    return undefined;
  }
  return owner === undefined
    ? 'the entity has no owner, and only owners may do this'
    : `only its owner, ${owner}, may do this`;
}

function productionObjection(
  type: OperationType,
  asker: Asker,
  { production, environment }: TargetResource,
  config: FloorConfig,
): string | undefined {
  return production && !HARMLESS.includes(type) && !isGranted(asker, config)
    ? `acting in ${environment} takes a grant for production, which you do not have`
    : undefined;
}

/**
 * Why somebody cannot freeze the whole fleet, or end that: it stops what is production.
 *
 * @returns why not, in words; undefined where the floor does not object
 */
export function freezeObjection(
  asker: Asker,
  config: FloorConfig,
): string | undefined {
  return config.policyOnly || isGranted(asker, config)
    ? undefined
    : 'freezing the whole fleet takes a grant for production, which you do not have';
}

/** Whether somebody may act on production. */
export function isGranted(
  { ref, owns }: Pick<Asker, 'ref' | 'owns'>,
  { productionGrants }: Pick<FloorConfig, 'productionGrants'>,
): boolean {
  return [ref, ...owns].some(each => productionGrants.includes(each));
}
