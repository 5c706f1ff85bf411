import type { ArtifactItem } from '@throughline/plugin-delivery-node';
import type { BuiltImage } from './readImages';

/** Makes an artifact of what a run says that it built. What the registry knows of it is the registry's to tell. */
export function buildArtifact(image: BuiltImage, run: string): ArtifactItem {
  const { repository, digest, commit, sourceRepository, results } = image;
  return {
    kind: 'artifact',
    key: `${repository}@${digest}`,
    repository,
    digest,
    tags: [],
    sourceRevision: commit,
    ...(sourceRepository && { sourceRepository }),
    sourceEvidence: `Tekton results ${results.join(', ')} of ${run}`,
  };
}
