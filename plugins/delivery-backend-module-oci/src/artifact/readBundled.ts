import type { z } from 'zod';
import { classify } from '../attestations/classify';
import type { Found } from '../attestations/describeAttestations';
import { NotFound } from '../registry/NotFound';
import type { RegistryClient } from '../registry/RegistryClient';
import { Manifest, type Index } from '../registry/schemas';
import { UnreadableArtifact } from './UnreadableArtifact';
import { verified } from './verified';

/** The attestations that an index leads to besides images. */
export type Bundled = Pick<Found, 'attached' | 'doubts'>;

const WHERE = 'a manifest in the index';
const TYPE = 'vnd.docker.reference.type';
const SUBJECT = 'vnd.docker.reference.digest';

/** Whether a manifest of an index is no image, but speaks of one. */
export function isBundled(
  manifest: z.infer<typeof Index>['manifests'][number],
): boolean {
  return manifest.annotations?.[TYPE] !== undefined;
}

/**
 * Reads the attestations that BuildKit puts into an index.
 *
 * @param speaker - the image that speaks for the index; its attestations are read
 * @returns undefined where there are none
 */
export async function readBundled(
  client: Pick<RegistryClient, 'manifest'>,
  repository: string,
  index: z.infer<typeof Index>,
  speaker: string | undefined,
): Promise<Bundled | undefined> {
  const bundled = index.manifests.filter(
    ({ annotations }) => annotations?.[TYPE] === 'attestation-manifest',
  );
  if (bundled.length === 0) {
    return undefined;
  }
  const described = bundled.find(
    ({ annotations }) => annotations?.[SUBJECT] === speaker,
  );
  if (!described) {
    return doubt('the attestations in the index are of other platforms');
  }
  try {
    const { body } = await client.manifest(repository, described.digest);
    const { data } = Manifest.safeParse(verified(body, described.digest));
    return data
      ? {
          attached: data.layers.map(({ mediaType, annotations }) => ({
            as: classify(mediaType, annotations),
            where: WHERE,
          })),
          doubts: [],
        }
      : doubt('the attestation in the index is none');
  } catch (error) {
    if (error instanceof NotFound || error instanceof UnreadableArtifact) {
      return doubt('the attestation in the index cannot be read');
    }
    throw error;
  }
}

function doubt(reason: string): Bundled {
  return { attached: [], doubts: [reason] };
}
