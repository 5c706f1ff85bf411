import type { ResourceDefinition } from '../../kubernetes/types';

function flux(
  toolkit: string,
  kind: string,
  plural: string,
  shortNames?: string[],
  version = 'v1',
): ResourceDefinition {
  return {
    group: `${toolkit}.toolkit.fluxcd.io`,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: true,
    custom: true,
    statusSubresource: true,
    ...(shortNames && { shortNames }),
  };
}

export const GIT_REPOSITORIES = flux(
  'source',
  'GitRepository',
  'gitrepositories',
  ['gitrepo'],
);
export const KUSTOMIZATIONS = flux(
  'kustomize',
  'Kustomization',
  'kustomizations',
  ['ks'],
);
export const IMAGE_REPOSITORIES = flux(
  'image',
  'ImageRepository',
  'imagerepositories',
  ['imgrepo'],
);
export const IMAGE_POLICIES = flux('image', 'ImagePolicy', 'imagepolicies', [
  'imgpol',
]);
export const IMAGE_UPDATE_AUTOMATIONS = flux(
  'image',
  'ImageUpdateAutomation',
  'imageupdateautomations',
  ['iua'],
);

/** The kinds that a cluster with Flux serves besides the usual ones. */
export const FLUX_DEFINITIONS: readonly ResourceDefinition[] = [
  GIT_REPOSITORIES,
  flux('source', 'OCIRepository', 'ocirepositories', ['ocirepo']),
  flux('source', 'Bucket', 'buckets'),
  flux('source', 'HelmRepository', 'helmrepositories', ['helmrepo']),
  flux('source', 'HelmChart', 'helmcharts', ['hc']),
  flux('source', 'ExternalArtifact', 'externalartifacts'),
  KUSTOMIZATIONS,
  flux('helm', 'HelmRelease', 'helmreleases', ['hr'], 'v2'),
  IMAGE_REPOSITORIES,
  IMAGE_POLICIES,
  IMAGE_UPDATE_AUTOMATIONS,
  flux('notification', 'Receiver', 'receivers'),
  flux('notification', 'Alert', 'alerts', undefined, 'v1beta3'),
  flux('notification', 'Provider', 'providers', undefined, 'v1beta3'),
];
