import type { z } from 'zod';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { RegistryClient } from '../registry/RegistryClient';
import { isImageConfig, isIndex } from '../registry/mediaTypes';
import { NotFound } from '../registry/NotFound';
import { ConfigBlob, Index, Manifest } from '../registry/schemas';
import { describeOrigin, type Origin } from './describeOrigin';
import { isBundled, readBundled, type Bundled } from './readBundled';
import { UnreadableArtifact } from './UnreadableArtifact';
import { verified } from './verified';

/** All that a digest stands for. It never changes, so it may be kept for as long as there is room. */
export interface ArtifactFacts extends Origin {
  sizeBytes: number;
  platforms?: string[];
  children?: string[];
  /** Attestations that an index leads to itself. */
  bundled?: Bundled;
}

type ReadClient = Pick<RegistryClient, 'manifest' | 'blob'>;

/** The platform whose manifest speaks for an index that has several. */
const PREFERRED = 'linux/amd64';

/**
 * Reads what a digest stands for: a manifest with its configuration, or an index by the manifest that speaks for it.
 *
 * @throws UnreadableArtifact where its content is not what it should be
 */
export async function readArtifact(
  client: ReadClient,
  repository: string,
  digest: string,
): Promise<ArtifactFacts> {
  const answer = await client.manifest(repository, digest);
  const json = verified(answer.body, digest);
  const declared = (json as { mediaType?: unknown } | null)?.mediaType;
  const mediaType = typeof declared === 'string' ? declared : answer.mediaType;
  return isIndex(mediaType)
    ? readIndex(client, repository, parse(Index, json, 'index'))
    : readManifest(client, repository, json);
}

async function readIndex(
  client: ReadClient,
  repository: string,
  index: z.infer<typeof Index>,
): Promise<ArtifactFacts> {
  const images = index.manifests.filter(manifest => !isBundled(manifest));
  const speaker =
    images.find(({ platform }) => platformName(platform) === PREFERRED) ??
    images[0];
  const labelled = {
    place: 'index annotation',
    labels: index.annotations,
  };
  const facts: ArtifactFacts = speaker
    ? await readManifest(
        client,
        repository,
        verified(
          (
            await client.manifest(repository, speaker.digest)
          ).body,
          speaker.digest,
        ),
        [labelled],
      )
    : { sizeBytes: 0, ...describeOrigin([labelled], undefined) };
  const platforms = images
    .flatMap(({ platform }) => platformName(platform) ?? [])
    .sort();
  const bundled = await readBundled(client, repository, index, speaker?.digest);
  return {
    ...facts,
    ...(bundled ? { bundled } : {}),
    ...(platforms.length > 0 ? { platforms: [...new Set(platforms)] } : {}),
    children: index.manifests.map(manifest => manifest.digest),
  };
}

async function readManifest(
  client: ReadClient,
  repository: string,
  json: unknown,
  outer: {
    place: string;
    labels: Record<string, string> | null | undefined;
  }[] = [],
): Promise<ArtifactFacts> {
  const manifest = parse(Manifest, json, 'manifest');
  const config = isImageConfig(manifest.config.mediaType)
    ? parse(
        ConfigBlob,
        verified(
          await present(
            client.blob(repository, manifest.config.digest),
            'configuration',
          ),
          manifest.config.digest,
        ),
        'configuration',
      )
    : {};
  const platform = platformName(config);
  return {
    sizeBytes: manifest.layers.reduce(
      (sum, layer) => sum + layer.size,
      manifest.config.size,
    ),
    ...(platform ? { platforms: [platform] } : {}),
    ...describeOrigin(
      [
        { place: 'image label', labels: config.config?.Labels },
        { place: 'manifest annotation', labels: manifest.annotations },
        ...outer,
      ],
      config.created,
    ),
  };
}

/** What an artifact is made of must be there as well; without it, the artifact is broken rather than gone. */
async function present<T>(part: Promise<T>, what: string): Promise<T> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof NotFound) {
      throw new UnreadableArtifact(`its ${what} is not in the registry`);
    }
    throw error;
  }
}

function parse<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const { success, data, error } = schema.safeParse(json);
  if (!success) {
    const [issue] = error.issues;
    throw new UnreadableArtifact(
      cleanMessage(
        `its ${what} is not one: ${issue.path.join('.') || 'all of it'}: ${
          issue.message
        }`,
        200,
      ),
    );
  }
  return data;
}

function platformName(
  platform:
    | { os?: string; architecture?: string; variant?: string }
    | undefined,
): string | undefined {
  if (
    !platform?.os ||
    !platform.architecture ||
    platform.architecture === 'unknown'
  ) {
    return undefined;
  }
  return [platform.os, platform.architecture, platform.variant]
    .filter(Boolean)
    .join('/');
}
