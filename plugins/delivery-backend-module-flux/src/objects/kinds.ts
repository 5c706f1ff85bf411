import type { WantedResource } from '@throughline/plugin-delivery-kubernetes-node';

/** The kinds that apply something: what becomes a target. */
export const APPLIERS = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
} as const;

/** A kind that applies something. */
export type ApplierKind = keyof typeof APPLIERS;

/** The kinds that fetch what is applied. */
export const SOURCE_KINDS = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'HelmChart',
  'ExternalArtifact',
] as const;

/** A kind that fetches what is applied. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The kinds that write to Git. */
export const IMAGE_KINDS = [
  'ImageRepository',
  'ImagePolicy',
  'ImageUpdateAutomation',
] as const;

/** A kind that takes part in writing to Git. */
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** The kinds that run what a Helm release installs, found by Flux's label where there is no inventory. */
export const HELM_WORKLOADS: readonly WantedResource[] = [
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'batch', kind: 'CronJob' },
];

/** The label that Flux puts on what a release installs. */
export const HELM_NAME_LABEL = 'helm.toolkit.fluxcd.io/name';
/** The label that says in which namespace that release is. */
export const HELM_NAMESPACE_LABEL = 'helm.toolkit.fluxcd.io/namespace';
/** The label that Flux puts on what a Kustomization applies. */
export const KUSTOMIZE_NAME_LABEL = 'kustomize.toolkit.fluxcd.io/name';
/** The label that says in which namespace that Kustomization is. */
export const KUSTOMIZE_NAMESPACE_LABEL =
  'kustomize.toolkit.fluxcd.io/namespace';

/** What is looked for in a cluster, what others need first. */
export const FLUX_RESOURCES: readonly WantedResource[] = [
  ...SOURCE_KINDS.map(kind => ({ group: 'source.toolkit.fluxcd.io', kind })),
  ...IMAGE_KINDS.map(kind => ({ group: 'image.toolkit.fluxcd.io', kind })),
  { group: APPLIERS.Kustomization, kind: 'Kustomization' },
  { group: APPLIERS.HelmRelease, kind: 'HelmRelease' },
];

/** What Flux manages, for the sources page; those that notify are not read. */
export const OBSERVES: readonly string[] = [
  ...FLUX_RESOURCES.map(({ group, kind }) => `${group}/${kind}`),
  ...['Receiver', 'Alert', 'Provider'].map(
    kind => `notification.toolkit.fluxcd.io/${kind}`,
  ),
];

/** The groups of Flux's own objects. */
export function isFluxGroup(group: string): boolean {
  return group.endsWith('.toolkit.fluxcd.io');
}

/** The name of an object within its cluster; kinds of Flux are named once. */
export function objectKey(at: {
  kind: string;
  namespace: string;
  name: string;
}): string {
  return `${at.kind}/${at.namespace}/${at.name}`;
}
