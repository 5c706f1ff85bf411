import type {
  Attestations,
  Presence,
} from '@throughline/plugin-delivery-common';
import type { Attached, AttestationKind } from './classify';

/** What was found beside an artifact, as far as one could look. */
export interface Found {
  attached: { as: Attached; where: string }[];
  /** Why there may be more than was found. */
  doubts: string[];
  /** Where one looked, in words. */
  looked: string;
}

/**
 * Says of each kind whether it is there. What was not found where not all could be looked at is unknown, and never
 * absent.
 *
 * @param bundled - what was found in the artifact itself
 */
export function describeAttestations(
  beside: Found,
  bundled: Pick<Found, 'attached' | 'doubts'> | undefined,
): Attestations {
  const attached = [...(bundled?.attached ?? []), ...beside.attached];
  const untold = attached.find(({ as }) => as === 'untold');
  const doubt = [
    ...(bundled?.doubts ?? []),
    ...beside.doubts,
    ...(untold ? [`${untold.where} does not tell what it holds`] : []),
  ][0];
  const presence = (kind: AttestationKind): Presence => {
    const found = attached.find(({ as }) => as === kind);
    if (found) {
      return { state: 'present', reason: `${found.where}; not verified` };
    }
    return doubt
      ? { state: 'unknown', reason: doubt }
      : { state: 'absent', reason: `none in ${beside.looked}` };
  };
  return {
    signature: presence('signature'),
    sbom: presence('sbom'),
    provenance: presence('provenance'),
  };
}
