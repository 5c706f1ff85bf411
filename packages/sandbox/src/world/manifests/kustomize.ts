import { stringify } from 'yaml';
import {
  gitopsFolder,
  imageName,
  overlayOf,
  ServiceSpec,
  StageSpec,
} from '../services';
import { configMap, cronJob, deployment, serviceObject } from './workloads';

/** What of an overlay changes over time. */
export interface OverlayState {
  tag: string;
  replicas: number;
  logLevel: string;
}

/** The base that all overlays of a service build on. */
export function kustomizeBase(
  service: ServiceSpec,
  imageHost: string,
): Record<string, string> {
  const image = `${imageHost}/${imageName(service)}`;
  const cron = cronJob(service, image);
  const objects: Record<string, unknown> = {
    [`${service.workload.toLowerCase()}.yaml`]: deployment(service, { image }),
    'service.yaml': serviceObject(service),
    'config.yaml': configMap(service),
    ...(cron && { 'cronjob.yaml': cron }),
  };
  const folder = `${gitopsFolder(service)}/base`;
  const files = Object.entries(objects).map(([name, object]) => [
    `${folder}/${name}`,
    stringify(object),
  ]);
  return {
    ...Object.fromEntries(files),
    [`${folder}/kustomization.yaml`]: kustomization({
      resources: Object.keys(objects),
    }),
  };
}

/** The overlay of one environment, or of one region of it. */
export function kustomizeOverlay(
  service: ServiceSpec,
  stage: StageSpec,
  imageHost: string,
  state: OverlayState,
): Record<string, string> {
  const folder = overlayOf(stage) ?? '';
  const depth =
    folder.split('/').length - gitopsFolder(service).split('/').length;
  const rollout = service.workload === 'Rollout';
  const patch = rollout
    ? rolloutPatch(service, stage, state)
    : deploymentPatch(service, stage, state);
  return {
    [`${folder}/kustomization.yaml`]: withMarker(stage, {
      namespace: stage.namespace,
      resources: [`${'../'.repeat(depth)}base`],
      // Kustomize counts replicas of its built-in kinds only; a Rollout gets them by the patch.
      ...(!rollout && {
        replicas: [{ name: service.name, count: state.replicas }],
      }),
      images: [
        { name: `${imageHost}/${imageName(service)}`, newTag: state.tag },
      ],
      patches: [{ path: 'settings.yaml' }],
    }),
    [`${folder}/settings.yaml`]: stringify(patch),
  };
}

/** A preview environment for a pull request. */
export function kustomizePreview(
  service: ServiceSpec,
  name: string,
  imageHost: string,
  tag: string,
): Record<string, string> {
  return {
    [`previews/${name}/kustomization.yaml`]: kustomization({
      namespace: name,
      resources: [`../../${gitopsFolder(service)}/base`],
      images: [{ name: `${imageHost}/${imageName(service)}`, newTag: tag }],
    }),
  };
}

function kustomization(content: Record<string, unknown>): string {
  return stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...content,
  });
}

/** Where Flux applies it, its image automation may write the tag: a marker says by which policy. */
function withMarker(
  { flux }: StageSpec,
  content: Record<string, unknown>,
): string {
  const text = kustomization(content);
  return flux
    ? text.replace(
        /newTag: .*/,
        line =>
          `${line} # {"$imagepolicy": "flux-system:${flux.kustomization}:tag"}`,
      )
    : text;
}

function deploymentPatch(
  service: ServiceSpec,
  stage: StageSpec,
  state: OverlayState,
) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service.name },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: service.name,
              env: [
                { name: 'LOG_LEVEL', value: state.logLevel },
                { name: 'ENVIRONMENT', value: stage.environment },
                ...(stage.region
                  ? [{ name: 'REGION', value: stage.region }]
                  : []),
              ],
            },
          ],
        },
      },
    },
  };
}

function rolloutPatch(
  service: ServiceSpec,
  stage: StageSpec,
  state: OverlayState,
) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: service.name },
    spec: {
      replicas: state.replicas,
      ...(stage.environment === 'production' && {
        strategy: {
          canary: {
            steps: [
              { setWeight: 20 },
              { pause: {} },
              { setWeight: 40 },
              { pause: { duration: '10m' } },
              { setWeight: 80 },
              { pause: { duration: '10m' } },
            ],
          },
        },
      }),
    },
  };
}
