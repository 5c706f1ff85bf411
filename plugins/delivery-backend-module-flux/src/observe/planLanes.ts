import {
  discoverResources,
  scopeOf,
  type KubernetesClient,
  type LanePlan,
  type Projection,
  type ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { Facts } from '../objects/facts';
import {
  APPLIERS,
  FLUX_RESOURCES,
  HELM_NAME_LABEL,
  HELM_WORKLOADS,
  SOURCE_KINDS,
} from '../objects/kinds';
import { projectHelmRelease } from '../objects/projectHelmRelease';
import { projectHelmWorkload } from '../objects/projectHelmWorkload';
import {
  projectAutomation,
  projectImagePolicy,
  projectImageRepository,
} from '../objects/projectImageObjects';
import { projectKustomization } from '../objects/projectKustomization';
import { projectSource } from '../objects/projectSource';
import { FluxSink } from './FluxSink';
import type { FluxState } from './FluxState';

/**
 * Finds out what of Flux a cluster serves, in whichever versions; nothing at all where Flux is not installed. What
 * runs is looked for only where releases are.
 */
export async function discoverFlux(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<ResourceType[]> {
  const served = await discoverResources(client, FLUX_RESOURCES, signal);
  return served.some(({ kind }) => kind === 'HelmRelease')
    ? [...(await discoverResources(client, HELM_WORKLOADS, signal)), ...served]
    : served;
}

/** Lays out the lanes for what a cluster serves, one for each namespace where only some are looked at. */
export function planLanes(
  served: readonly ResourceType[],
  state: FluxState,
  namespaces: readonly string[] | undefined,
): LanePlan<Facts> {
  const plan: LanePlan<Facts> = { supporting: [], targets: [] };
  for (const resource of served) {
    const project = projectionOf(resource);
    const isTarget = Object.hasOwn(APPLIERS, resource.kind);
    const isWorkload = !resource.group.endsWith('.toolkit.fluxcd.io');
    for (const namespace of namespaces ?? [undefined]) {
      const lane = {
        scope: scopeOf(resource, namespace),
        resource,
        namespace,
        ...(isWorkload && { labelSelector: HELM_NAME_LABEL }),
        project,
      };
      (isTarget ? plan.targets : plan.supporting).push({
        ...lane,
        sink: new FluxSink(lane, state),
        reportsTargets: isTarget,
      });
    }
  }
  return plan;
}

function projectionOf(resource: ResourceType): Projection<Facts> {
  const source = SOURCE_KINDS.find(kind => kind === resource.kind);
  if (source) {
    return projectSource(source);
  }
  switch (resource.kind) {
    case 'Kustomization':
      return projectKustomization;
    case 'HelmRelease':
      return projectHelmRelease;
    case 'ImageRepository':
      return projectImageRepository;
    case 'ImagePolicy':
      return projectImagePolicy;
    case 'ImageUpdateAutomation':
      return projectAutomation;
    default:
      return projectHelmWorkload(resource);
  }
}
