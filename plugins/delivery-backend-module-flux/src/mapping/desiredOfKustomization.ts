import type { DesiredSource } from '@throughline/plugin-delivery-common';
import type { KustomizationFacts, SourceFacts } from '../objects/facts';
import { commitOf, sameRevision } from '../objects/revision';
import { factsOf, type UsedSource } from './sources';

/** What was applied: a revision of the source, and of what the source says that it was made from. */
export interface AppliedPair {
  revision?: string;
  origin?: string;
}

/**
 * What a Kustomization is made from. Behind an OCI repository there are two places: the artifact, and the Git
 * repository that the artifact says it was made from. Nothing proves the second.
 *
 * @param applied - what was applied; what the source has fetched counts as available where that differs
 */
export function desiredOfKustomization(
  facts: KustomizationFacts,
  used: UsedSource | undefined,
  applied: AppliedPair,
): DesiredSource[] {
  const source = factsOf(used);
  const isGit = facts.source.kind === 'GitRepository';
  const show = (text: string) => (isGit ? commitOf(text) : text);
  const own = {
    url: source?.url ?? '',
    path: facts.path,
    ...(source?.ref && { targetRevision: source.ref }),
    ...revisions(applied.revision, source?.revision, show),
  };
  const url = source?.origin?.url;
  return isGit || !url
    ? [own]
    : [own, { url, ...revisions(applied.origin, originOf(source), commitOf) }];
}

function originOf(source: SourceFacts | undefined): string | undefined {
  return source?.origin?.revision;
}

function revisions(
  applied: string | undefined,
  fetched: string | undefined,
  show: (text: string) => string,
): Pick<DesiredSource, 'revision' | 'available'> {
  return {
    ...(applied && { revision: show(applied) }),
    ...(fetched &&
      !sameRevision(fetched, applied) && { available: show(fetched) }),
  };
}
