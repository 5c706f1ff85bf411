import type {
  Evidence,
  ImageVersion,
} from '@throughline/plugin-delivery-common';
import type { ArtifactItem } from '@throughline/plugin-delivery-node';
import type { EntityRecord } from './EntityRecord';
import { mainImagesOf } from './mainImage';

/** A source commit that something leads to, and why it is believed. */
export interface Traced {
  sha: string;
  evidence: Evidence;
}

/** The artifacts of an entity, found by what names them and by what they were built from. */
export class ArtifactIndex {
  readonly #byReference = new Map<string, ArtifactItem>();
  readonly #byRevision = new Map<string, ArtifactItem[]>();
  /** The repositories of the entity's own images. */
  readonly images: ReadonlySet<string>;

  constructor(private readonly record: EntityRecord) {
    // The oldest first, so that of two that carry one tag the newest stays.
    for (const { item } of [...record.artifacts].reverse()) {
      for (const reference of [
        item.digest,
        ...(item.children ?? []),
        ...item.tags,
      ]) {
        this.#byReference.set(`${item.repository} ${reference}`, item);
      }
      if (item.sourceRevision) {
        const known = this.#byRevision.get(item.sourceRevision) ?? [];
        this.#byRevision.set(item.sourceRevision, [item, ...known]);
      }
    }
    this.images = mainImagesOf(record);
  }

  /** The artifact of the entity that was built from a commit. */
  builtFrom(sha: string): ArtifactItem | undefined {
    const built = this.#byRevision.get(sha) ?? [];
    return (
      built.find(each => this.images.has(each.repository)) ??
      (this.images.size === 0 ? built[0] : undefined)
    );
  }

  /** An image with the tag that people would call it by, where what runs is known by its digest alone. */
  completed(image: ImageVersion | undefined): ImageVersion | undefined {
    if (!image?.digest || image.tag) {
      return image;
    }
    const tags = this.#byReference.get(
      `${image.repository} ${image.digest}`,
    )?.tags;
    const tag = tags?.find(each => /\d+\.\d+/.test(each)) ?? tags?.[0];
    return tag ? { ...image, tag } : image;
  }

  /** @param observed - whether it is known to run, and not only to be wanted */
  traceDigest(image: ImageVersion, observed: boolean): Traced | undefined {
    const byDigest =
      image.digest &&
      this.#byReference.get(`${image.repository} ${image.digest}`);
    if (byDigest) {
      return traceOf(byDigest, {
        certainty: observed ? 'certain' : 'inferred',
        reason: `${observed ? 'running' : 'wanted'} digest, ${
          byDigest.sourceEvidence ?? 'what the artifact says'
        }`,
      });
    }
    return undefined;
  }

  /** A tag can be moved, and tell of another image now than the one that runs. */
  traceTag(image: ImageVersion): Traced | undefined {
    if (!image.tag) {
      return undefined;
    }
    const byTag = this.#byReference.get(`${image.repository} ${image.tag}`);
    const traced =
      byTag &&
      isSameImage(image, byTag) &&
      traceOf(byTag, {
        certainty: 'inferred',
        reason: `tag ${image.tag} as the registry has it now, ${
          byTag.sourceEvidence ?? 'what the artifact says'
        }`,
      });
    if (traced) {
      return traced;
    }
    const hex = /(?:^|[-_.])(?:sha-|g)?([0-9a-f]{7,40})$/.exec(image.tag)?.[1];
    const matching = hex
      ? this.record.commits.filter(({ item }) => item.sha.startsWith(hex))
      : [];
    return matching.length === 1
      ? {
          sha: matching[0].item.sha,
          evidence: {
            certainty: 'inferred',
            reason: `tag ${image.tag} names a commit`,
          },
        }
      : undefined;
  }

  /** The image that a text of a person names, as far as it is one that exists. */
  namedIn(text: string): { image: ImageVersion; traced?: Traced } | undefined {
    const words = (text.match(/[\w][\w.-]*[\w]/g) ?? []).flatMap(word => [
      word,
      word.replace(/^v(?=\d)/, ''),
    ]);
    for (const tag of words.filter(word => /\d/.test(word))) {
      for (const repository of this.images) {
        const artifact = this.#byReference.get(`${repository} ${tag}`);
        if (artifact?.tags.includes(tag)) {
          return {
            image: { repository, tag, digest: artifact.digest },
            traced: traceOf(artifact, {
              certainty: 'inferred',
              reason: `the configuration commit's subject names ${tag}`,
            }),
          };
        }
      }
    }
    return undefined;
  }
}

/** Whether an image can be an artifact: where its digest is known it must be the artifact's, or one of its platforms. */
export function isSameImage(
  { digest }: ImageVersion,
  artifact: ArtifactItem,
): boolean {
  return (
    digest === undefined ||
    digest === artifact.digest ||
    (artifact.children ?? []).includes(digest)
  );
}

/** An artifact as an image with the tag that people would call it by. */
export function artifactImage(artifact: ArtifactItem): ImageVersion {
  const tag =
    artifact.tags.find(each => /\d+\.\d+/.test(each)) ?? artifact.tags[0];
  return {
    repository: artifact.repository,
    ...(tag ? { tag } : {}),
    digest: artifact.digest,
  };
}

function traceOf(
  artifact: ArtifactItem,
  evidence: Evidence,
): Traced | undefined {
  return artifact.sourceRevision
    ? { sha: artifact.sourceRevision, evidence }
    : undefined;
}
