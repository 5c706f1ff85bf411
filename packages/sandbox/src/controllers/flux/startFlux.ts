import type { Repositories } from '../../git/Repositories';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { ensureNamespace } from '../argo/applyManifest';
import { FLUX_DEFINITIONS, GIT_REPOSITORIES } from './definitions';
import { fetchSource } from './fetchSource';
import { FluxController } from './FluxController';
import { FLUX_NAMESPACE, gitRepository, kustomization } from './fluxObjects';
import type { ReadTags } from './images/ImageWork';
import { seedAutomation } from './images/seedAutomation';
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
  /** What the registry has. */
  tags: ReadTags;
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
    seedAutomation(store, stage, { tags: options.tags, at: BORN });
  }
  const controller = new FluxController({
    store,
    repositories,
    tags: options.tags,
    pace: options.pace ?? 1,
  });
  controller.start();
  return { close: () => controller.close() };
}
