import type {
  DeploymentItem,
  ObjectPointer,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { ApplierFacts } from '../objects/facts';
import { byName } from '../objects/inventory';
import {
  APPLIERS,
  KUSTOMIZE_NAME_LABEL,
  KUSTOMIZE_NAMESPACE_LABEL,
  objectKey,
} from '../objects/kinds';
import { deployedRelease } from './appliedRevisions';
import { mapConditions } from './conditions';
import { desiredOfKustomization } from './desiredOfKustomization';
import { desiredOfRelease } from './desiredOfRelease';
import { judgeHealth } from './health';
import { kustomizationDeployments } from './kustomizationDeployments';
import { mapOperation } from './operation';
import { releaseDeployments } from './releaseDeployments';
import { blindness } from './sourceConditions';
import { sourcesOf, type UsedSource } from './sources';
import type { Surroundings } from './Surroundings';
import { judgeSync } from './sync';
import { mapVerification } from './verification';
import { writersOf } from './writers';

const MAX_MANAGED = 500;
const TENANT_LABEL = 'toolkit.fluxcd.io/tenant';
const RESOURCE_SET_LABEL = 'resourceset.fluxcd.controlplane.io/name';

/** A Kustomization or HelmRelease as a deployment target, and the deployments that it remembers. */
export function mapApplier(
  applier: ApplierFacts,
  around: Surroundings,
): [TargetItem, ...DeploymentItem[]] {
  const sources = sourcesOf(applier, around);
  return [
    mapTarget(applier, sources, around),
    ...(applier.kind === 'Kustomization'
      ? kustomizationDeployments(applier, sources[0])
      : releaseDeployments(applier, sources)),
  ];
}

function mapTarget(
  applier: ApplierFacts,
  sources: readonly UsedSource[],
  around: Surroundings,
): TargetItem {
  const { kind, namespace, name, labels, inventory } = applier;
  const desired = desiredOf(applier, sources);
  const available = desired.find(each => each.available)?.available;
  const manages = managesOf(applier, around);
  const conditions = mapConditions(applier, sources);
  const operation = mapOperation(applier);
  const verification = mapVerification(sources[0]);
  const writers = writersFor(applier, around);
  const destination = applier.targetNamespace ?? inventory?.namespace;
  return {
    kind: 'target',
    key: objectKey(applier),
    type: 'application',
    resource: kind,
    group: APPLIERS[kind],
    name,
    namespace,
    ...(labels[TENANT_LABEL] && { project: labels[TENANT_LABEL] }),
    ...(!applier.remote && { cluster: around.cluster }),
    ...(destination &&
      destination !== namespace && { destinationNamespace: destination }),
    labels,
    ...(inventory?.isParent && { parent: true }),
    ...(labels[RESOURCE_SET_LABEL] && {
      generatedBy: {
        resource: 'ResourceSet',
        name: labels[RESOURCE_SET_LABEL],
      },
    }),
    ...(manages.length > 0 && { manages }),
    desired,
    sync: judgeSync(applier, available, blindness(sources)),
    health: judgeHealth(applier),
    images: applier.kind === 'Kustomization' ? applier.images : [],
    imagesAre: 'desired',
    ...(operation && { operation }),
    ...(conditions.length > 0 && { conditions }),
    ...(writers.length > 0 && { writers }),
    ...(verification && { verification }),
    ...(applier.dependsOn.length > 0 && { dependsOn: applier.dependsOn }),
  };
}

function desiredOf(applier: ApplierFacts, sources: readonly UsedSource[]) {
  if (applier.kind === 'Kustomization') {
    return desiredOfKustomization(applier, sources[0], {
      revision: applier.applied,
      origin: applier.appliedOrigin,
    });
  }
  const release = deployedRelease(applier);
  const before = applier.applied
    ? { chartName: '', chartVersion: applier.applied }
    : undefined;
  return desiredOfRelease(applier, sources, release ?? before);
}

/** Versions of Flux before the inventory of releases leave the labels on what they install. */
function managesOf(
  applier: ApplierFacts,
  around: Surroundings,
): ObjectPointer[] {
  if (applier.inventory || applier.kind === 'Kustomization') {
    return applier.inventory?.workloads ?? [];
  }
  return applier.remote
    ? []
    : [...around.workloadsOf(applier)].sort(byName).slice(0, MAX_MANAGED);
}

/** Who writes the manifest of a release is who writes where the Kustomization that applies it is made from. */
function writersFor(applier: ApplierFacts, around: Surroundings) {
  if (applier.kind === 'Kustomization') {
    return writersOf(applier, around);
  }
  const name = applier.labels[KUSTOMIZE_NAME_LABEL];
  const namespace = applier.labels[KUSTOMIZE_NAMESPACE_LABEL];
  const owner =
    name && namespace
      ? around.kustomization({ kind: 'Kustomization', namespace, name })
      : undefined;
  return owner ? writersOf(owner, around) : [];
}
