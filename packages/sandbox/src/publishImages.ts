import { ForgeRecords } from './forge/ForgeRecords';
import { Builds } from './jenkins/Builds';
import { ImageSource, ImageStore } from './registry';

/** Images of these services are built for two architectures, so that there are indexes to meet. */
const multiArchitecture = ['acme/storefront', 'acme/search'];

/** The source of an image that a run published. */
export function sourceOfImage(
  forgeUrl: string,
  image: {
    name: string;
    tag: string;
    sha: string;
    repository: string;
    createdAt: string;
  },
): ImageSource {
  return {
    name: image.name,
    tag: image.tag,
    revision: image.sha,
    sourceUrl: `${forgeUrl}/${image.repository}`,
    createdAt: image.createdAt,
    architectures: multiArchitecture.includes(image.name)
      ? ['amd64', 'arm64']
      : ['amd64'],
  };
}

/** Fills the registry with what earlier runs published. */
export function publishRecorded(
  images: ImageStore,
  records: ForgeRecords,
  repositories: string[],
  forgeUrl: string,
) {
  for (const repository of repositories) {
    for (const run of records.runs(repository)) {
      if (run.image) {
        images.put(
          sourceOfImage(forgeUrl, {
            ...run.image,
            sha: run.sha,
            repository,
          }),
        );
      }
    }
  }
}

/** Fills the registry with what earlier builds of Jenkins published. */
export function publishBuilt(
  images: ImageStore,
  builds: Builds,
  forgeUrl: string,
) {
  for (const build of builds.jobs().flatMap(job => builds.of(job))) {
    if (build.image) {
      images.put(sourceOfImage(forgeUrl, { ...build, ...build.image }));
    }
  }
}
