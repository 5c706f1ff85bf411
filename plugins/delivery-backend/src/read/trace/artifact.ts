import type {
  Attestations,
  ImageVersion,
  Told,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { ObservationReader } from '../../store';
import { told, untold } from './told';

/** The image of a version, where its digest is known: a tag may name another one by now. */
export function imageOf(version: VersionView | undefined): Told<ImageVersion> {
  if (!version?.image) {
    return untold(
      version
        ? 'what was deployed is known by its configuration, and not by an image'
        : 'which version it brought is not known',
    );
  }
  return version.image.digest
    ? told(version.image)
    : untold(
        `the digest of ${version.image.repository}:${
          version.image.tag ?? version.label
        } was not recorded when it was deployed`,
      );
}

/** What is there that speaks for the image. */
export async function attestationsOf(
  image: Told<ImageVersion>,
  reader: ObservationReader,
): Promise<Told<Attestations>> {
  if (!image.known) {
    return image;
  }
  const { repository, digest } = image.value;
  const [found] = await reader.artifactsByReference([{ repository, digest }]);
  if (!found) {
    return untold(`no source has told of ${repository}@${digest}`);
  }
  return found.item.attestations
    ? told(found.item.attestations)
    : untold(`${found.sourceId} does not tell what speaks for its images`);
}
