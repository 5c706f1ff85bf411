import { SourceFailure } from '@throughline/plugin-delivery-node';
import { NotFound } from '../registry/NotFound';
import type { RegistryClient } from '../registry/RegistryClient';
import { Index, Manifest } from '../registry/schemas';
import { classify } from './classify';
import type { Found } from './describeAttestations';

/** An artifact whose attestations are asked for. */
export interface AttestedArtifact {
  /** The repository's path at the registry. */
  path: string;
  digest: string;
  /** All tags of the repository: signing tools write beside images. */
  tags: ReadonlySet<string>;
}

/** What is asked, and what was learnt of the registry. */
export interface AttestationCalls {
  client: Pick<RegistryClient, 'manifest' | 'referrers'>;
  /** Whether the registry has said that it does not know the referrers API. */
  isUnsupported: () => boolean;
  markUnsupported: () => void;
}

/**
 * Looks for signatures, SBOMs and provenance where tools put them beside an artifact: in its referrers (distribution
 * specification 1.1) or the tag that stands in for them, and in the tags of cosign. All referrers are asked for at once,
 * as a filter would take a call for each type. Only that something is there is told; to verify it takes the keys that a
 * policy trusts.
 *
 * @throws SourceFailure where the registry limits the rate of requests
 */
export async function findAttestations(
  artifact: AttestedArtifact,
  calls: AttestationCalls,
): Promise<Found> {
  const found: Found = { attached: [], doubts: [], looked: '' };
  const hasApi = await askReferrers(found, artifact, calls);
  await readTags(found, artifact, calls);
  found.looked = hasApi
    ? 'the referrers, the tags and the index'
    : 'the tags and the index; the registry has no referrers API';
  return found;
}

/** @returns whether the registry knows the API */
async function askReferrers(
  found: Found,
  { path, digest }: AttestedArtifact,
  calls: AttestationCalls,
): Promise<boolean> {
  if (calls.isUnsupported()) {
    return false;
  }
  try {
    const answer = await calls.client.referrers(path, digest);
    for (const { artifactType, annotations } of answer.referrers) {
      const as = classify(artifactType, annotations);
      found.attached.push({ as, where: 'the referrers API' });
    }
    if (!answer.complete) {
      found.doubts.push('not all of what the referrers API tells was read');
    }
    return true;
  } catch (error) {
    if (error instanceof NotFound && !error.repositoryUnknown) {
      // One that knows the API answers with an empty list.
      calls.markUnsupported();
      return false;
    }
    found.doubts.push(
      `the referrers API could not be asked: ${reasonOf(error)}`,
    );
    return true;
  }
}

async function readTags(
  found: Found,
  artifact: AttestedArtifact,
  calls: AttestationCalls,
): Promise<void> {
  const base = artifact.digest.replace(':', '-');
  for (const [tag, as] of [
    [`${base}.sig`, 'signature'],
    [`${base}.sbom`, 'sbom'],
  ] as const) {
    if (artifact.tags.has(tag)) {
      found.attached.push({ as, where: `tag ${tag}` });
    }
  }
  for (const tag of [`${base}.att`, base]) {
    if (artifact.tags.has(tag)) {
      await readTag(found, artifact.path, tag, calls);
    }
  }
}

/** Layers that are attestations, or the list that stands in for referrers. */
async function readTag(
  found: Found,
  path: string,
  tag: string,
  { client }: AttestationCalls,
): Promise<void> {
  const where = `tag ${tag}`;
  try {
    const json: unknown = JSON.parse((await client.manifest(path, tag)).body);
    const index = Index.safeParse(json).data;
    const manifest = Manifest.safeParse(json).data;
    for (const { artifactType, annotations } of index?.manifests ?? []) {
      found.attached.push({ as: classify(artifactType, annotations), where });
    }
    for (const { mediaType, annotations } of manifest?.layers ?? []) {
      found.attached.push({ as: classify(mediaType, annotations), where });
    }
    if (!index && !manifest) {
      found.doubts.push(`${where} cannot be read`);
    }
  } catch (error) {
    found.doubts.push(`${where} could not be read: ${reasonOf(error)}`);
  }
}

/** A limit is the registry's matter and not this artifact's: all stops. */
function reasonOf(error: unknown): string {
  if (error instanceof SourceFailure && error.kind !== 'rateLimit') {
    return error.message;
  }
  if (error instanceof NotFound) {
    return 'it has just gone';
  }
  if (error instanceof SyntaxError) {
    return 'it is not JSON';
  }
  throw error;
}
