import type { LinkEvidence } from '@throughline/plugin-delivery-common';
import type { Claim } from './Claim';
import type { Claimant } from './ClaimIndex';
import type { Backing } from './trust';

/** A claim on a target with what backs it. */
export interface JudgedClaim {
  claimant: Claimant;
  claim: Claim;
  backing: Backing;
}

/** A claim with what came of it. */
export interface SettledClaim extends JudgedClaim {
  trust: LinkEvidence['trust'];
  trustReason: string;
}

/**
 * Settles what several entities say about one target.
 *
 * A fallback claim (by repository only) that nothing backs gives way to a more particular claim of another entity:
 * else the entity of a configuration repository would contest whatever is made from it. Where claims are of one
 * owner, each stands for itself. Where they are of several, the one owner whose claims are backed has the target,
 * and the others' claims are unbacked; with none or several such owners it is contested for all.
 */
export function settleTrust(all: readonly JudgedClaim[]): SettledClaim[] {
  const particular = all.filter(each => !each.claim.fallback);
  const claims = all.filter(
    each =>
      !each.claim.fallback || each.backing.backed || particular.length === 0,
  );
  const owners = new Set(claims.map(ownerOf));
  const backedOwners = new Set(
    claims.filter(each => each.backing.backed).map(ownerOf),
  );
  if (owners.size > 1 && backedOwners.size !== 1) {
    const trustReason =
      backedOwners.size === 0
        ? `entities of ${owners.size} owners claim it, and nothing upstream confirms any of them`
        : `claims of ${backedOwners.size} owners are confirmed: they contradict each other`;
    return claims.map(each => ({ ...each, trust: 'contested', trustReason }));
  }
  return claims.map(each => ({
    ...each,
    trust: each.backing.backed ? 'backed' : 'unbacked',
    trustReason:
      each.backing.backed || owners.size === 1
        ? each.backing.reason
        : `the target is confirmed as another owner's: ${each.backing.reason}`,
  }));
}

/** An entity without an owner stands for itself. */
function ownerOf({ claimant }: JudgedClaim): string {
  return claimant.entity.owner ?? claimant.entity.ref;
}
