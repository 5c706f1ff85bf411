import { startFlux, type Platform } from './controllers';
import type { Repositories } from './git/Repositories';
import {
  GITOPS,
  gitopsFolder,
  imageName,
  services,
  type StageSpec,
} from './world';

/** What starting Flux needs. */
export interface ApplyByFluxOptions {
  platform: Platform;
  repositories: Repositories;
  forgeUrl: string;
  imageHost: string;
  /** The tags of an image, which is named without its registry. */
  tags: (name: string) => readonly string[] | undefined;
  pace?: number;
}

/** Starts Flux in each cluster where it applies a stage of a service. */
export async function applyByFlux({
  platform,
  repositories,
  forgeUrl,
  imageHost,
  tags,
  pace,
}: ApplyByFluxOptions): Promise<{ close(): void }> {
  const started: { close(): void }[] = [];
  for (const [cluster, store] of platform.clusters) {
    const stages = services.flatMap(service =>
      service.stages.flatMap(({ flux, environment, ...stage }) =>
        flux && stage.cluster === cluster
          ? [
              {
                name: flux.kustomization,
                path: flux.path,
                folder: gitopsFolder(service),
                labels: labelsOf(service, environment),
                image: `${imageHost}/${imageName(service)}`,
              },
            ]
          : [],
      ),
    );
    if (stages.length > 0) {
      started.push(
        await startFlux({
          store,
          repositories,
          repository: GITOPS,
          repositoryUrl: `${forgeUrl}/${GITOPS}.git`,
          stages,
          tags: image => tags(image.replace(`${imageHost}/`, '')),
          applyPast: (namespace, objects, at) =>
            platform.applyManifests(cluster, namespace, objects, { at }),
          pace,
        }),
      );
    }
  }
  return { close: () => started.forEach(each => each.close()) };
}

function labelsOf(
  { name, team }: { name: string; team: string },
  environment: StageSpec['environment'],
): Record<string, string> {
  return { 'backstage.io/kubernetes-id': name, environment, team };
}
