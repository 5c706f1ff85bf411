import type { Repositories } from '../../git/Repositories';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { KubeObject, ResourceDefinition } from '../../kubernetes/types';
import { ensureNamespace } from '../argo/applyManifest';
import { withConditions } from './conditions';
import {
  FLUX_DEFINITIONS,
  GIT_REPOSITORIES,
  IMAGE_POLICIES,
  IMAGE_REPOSITORIES,
} from './definitions';
import { fetchSource } from './fetchSource';
import { FluxController } from './FluxController';
import {
  FLUX_NAMESPACE,
  gitRepository,
  kustomization,
  suspendedAutomation,
} from './fluxObjects';
import { seedKustomization, type ApplyPast } from './seedKustomization';

/** What a Kustomization is made for. */
export interface AppliedStage {
  name: string;
  /** The folder of the repository that it applies. */
  path: string;
  /** The folder whose commits are its past: that folder and what it builds on. */
  folder: string;
  labels: Record<string, string>;
  /** The image that an automation would follow. */
  image: string;
}

/** What Flux applies in a cluster. */
export interface FluxOptions {
  store: ClusterStore;
  repositories: Repositories;
  /** `owner/name` of the configuration, and its URL. */
  repository: string;
  repositoryUrl: string;
  stages: readonly AppliedStage[];
  applyPast: ApplyPast;
  pace?: number;
}

const BORN = new Date(Date.now() - 120 * 86_400_000);

/** Installs Flux in a cluster, with a past, and has it follow the configuration from then on. */
export async function startFlux(
  options: FluxOptions,
): Promise<{ close(): void }> {
  const { store, repositories, repository, stages, applyPast } = options;
  FLUX_DEFINITIONS.forEach(definition => store.register(definition));
  ensureNamespace(store, FLUX_NAMESPACE, BORN);
  const source = store.create(
    GIT_REPOSITORIES,
    gitRepository(options.repositoryUrl),
    BORN,
  );
  store.update(
    GIT_REPOSITORIES,
    await fetchSource(repositories, source, new Date()),
  );
  for (const stage of stages) {
    await seedKustomization(store, kustomization(stage), {
      repositories,
      repository,
      folder: stage.folder,
      applyPast,
    });
    suspendedAutomation(stage).forEach(({ definition, object }) =>
      seedImageObject(store, definition, object, stage.image),
    );
  }
  const controller = new FluxController({
    store,
    repositories,
    pace: options.pace ?? 1,
  });
  controller.start();
  return { close: () => controller.close() };
}

/** The automation was suspended before it ever ran; what it would go by is scanned all the same. */
function seedImageObject(
  store: ClusterStore,
  definition: ResourceDefinition,
  object: KubeObject,
  image: string,
): void {
  const created = store.create(definition, object, BORN);
  if (definition !== IMAGE_REPOSITORIES && definition !== IMAGE_POLICIES) {
    return;
  }
  const message =
    definition === IMAGE_REPOSITORIES
      ? 'successful scan: found 12 tags'
      : `Latest image tag for ${image} resolved`;
  store.update(definition, {
    ...created,
    status: {
      observedGeneration: created.metadata.generation,
      ...(definition === IMAGE_REPOSITORIES && { canonicalImageName: image }),
      conditions: withConditions(
        created,
        [{ type: 'Ready', status: 'True', reason: 'Succeeded', message }],
        [],
        BORN,
      ),
    },
  });
}
