/**
 * Whether something that speaks for an artifact is there. That it is there says nothing of whether it holds: to verify
 * a signature takes the keys that a policy trusts.
 *
 * @public
 */
export interface Presence {
  /** `unknown` where the registry could not be asked. */
  state: 'present' | 'absent' | 'unknown';
  /** Where it was found, or why nothing is known, in words. */
  reason: string;
}

/**
 * What speaks for an artifact.
 *
 * @public
 */
export interface Attestations {
  signature: Presence;
  sbom: Presence;
  provenance: Presence;
}
