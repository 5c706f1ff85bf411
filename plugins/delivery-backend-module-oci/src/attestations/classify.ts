import type { Attestations } from '@throughline/plugin-delivery-common';

/** What may speak for an artifact. */
export type AttestationKind = keyof Attestations;

/** All of them, in the order of a page. */
export const KINDS: readonly AttestationKind[] = [
  'signature',
  'sbom',
  'provenance',
];

/**
 * What something attached to an artifact is. `untold`: it may be any of them, as its envelope does not say what is in
 * it. `other`: something else, such as a report of a scanner.
 */
export type Attached = AttestationKind | 'untold' | 'other';

/** Predicates of in-toto statements, by what their type begins with. */
const PREDICATES: [RegExp, AttestationKind][] = [
  [/^https:\/\/slsa\.dev\/provenance(\/|$)/, 'provenance'],
  [/^https:\/\/in-toto\.io\/(provenance|link)(\/|$)/i, 'provenance'],
  [/^https:\/\/spdx\.dev\/document(\/|$)/i, 'sbom'],
  [/^https:\/\/cyclonedx\.org\/(bom|schema|specification)(\/|$)/i, 'sbom'],
  [/^https:\/\/syft\.dev\/bom(\/|$)/i, 'sbom'],
  [/^https:\/\/sigstore\.dev\/cosign\/sign(\/|$)/, 'signature'],
];

/** Types that say by themselves what they hold. */
const TYPES: [RegExp, AttestationKind][] = [
  [/^application\/vnd\.dev\.cosign\.artifact\.sig\./, 'signature'],
  [/^application\/vnd\.dev\.cosign\.simplesigning\./, 'signature'],
  [/^application\/vnd\.cncf\.notary\.signature$/, 'signature'],
  [/^application\/vnd\.dev\.cosign\.artifact\.sbom\./, 'sbom'],
  [/^(application|text)\/(vnd\.)?spdx(\+|$)/, 'sbom'],
  [/^(application|text)\/vnd\.cyclonedx(\+|$)/, 'sbom'],
  [/^application\/vnd\.syft\+json$/, 'sbom'],
  [/^application\/vnd\.goharbor\.harbor\.sbom\./, 'sbom'],
];

/** Envelopes, whose content an annotation tells. */
const ENVELOPES =
  /^application\/(vnd\.in-toto(\.|\+)|vnd\.dsse\.|vnd\.dev\.sigstore\.bundle)/;

/** Where each tool writes the type of the predicate. */
const PREDICATE_ANNOTATIONS = [
  'in-toto.io/predicate-type',
  'dev.sigstore.bundle.predicateType',
  'predicateType',
];

/** Tells what is attached, from the type of the artifact or layer and its annotations. */
export function classify(
  type: string | undefined,
  annotations: Record<string, string> | null | undefined,
): Attached {
  const predicate = PREDICATE_ANNOTATIONS.map(name => annotations?.[name]).find(
    Boolean,
  );
  if (predicate) {
    return ofFirst(PREDICATES, predicate) ?? 'other';
  }
  if (annotations?.['dev.sigstore.bundle.content'] === 'message-signature') {
    return 'signature';
  }
  if (!type || ENVELOPES.test(type)) {
    return 'untold';
  }
  return ofFirst(TYPES, type) ?? 'other';
}

function ofFirst(
  rules: readonly [RegExp, AttestationKind][],
  text: string,
): AttestationKind | undefined {
  return rules.find(([pattern]) => pattern.test(text))?.[1];
}
