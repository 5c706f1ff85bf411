import type { Repositories } from '../../git/Repositories';
import { at } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import { renderSource } from '../render/renderSource';
import { SourceTree } from '../render/SourceTree';

/** Why a Kustomization could not be applied, with the reason that its condition has. */
export class ReconciliationError extends Error {
  constructor(readonly reason: string, message: string) {
    super(message);
  }
}

/** The objects of a Kustomization at a commit, labelled as Flux does. */
export async function renderRevision(
  repositories: Repositories,
  kustomization: KubeObject,
  place: { repository: string; sha: string },
): Promise<KubeObject[]> {
  const path = String(kustomization.spec?.path ?? './');
  const tree = new SourceTree(folder =>
    repositories.readTree(place.repository, place.sha, folder),
  );
  const { name, namespace = 'default' } = kustomization.metadata;
  if ((await tree.folder(path)).size === 0) {
    throw new ReconciliationError(
      'ArtifactFailed',
      `kustomization path not found: stat /tmp/kustomization/${path}: no such file or directory`,
    );
  }
  let objects: KubeObject[];
  try {
    ({ objects } = await renderSource(tree, {
      path,
      release: { name, namespace },
    }));
  } catch (error) {
    throw new ReconciliationError(
      'BuildFailed',
      `kustomize build failed: ${(error as Error).message}`,
    );
  }
  const target = at(kustomization, ['spec', 'targetNamespace']);
  return objects.map(object => ({
    ...object,
    metadata: {
      ...object.metadata,
      namespace: String(target ?? object.metadata.namespace ?? namespace),
      labels: {
        ...object.metadata.labels,
        'kustomize.toolkit.fluxcd.io/name': name,
        'kustomize.toolkit.fluxcd.io/namespace': namespace,
      },
    },
  }));
}
