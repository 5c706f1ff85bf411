import type { Metadata } from './schemas';

const PREFIXES = [
  'app.kubernetes.io/',
  'backstage.io/',
  'argocd.argoproj.io/',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
];
const NAMES = ['environment', 'env', 'app', 'team', 'tier', 'component'];
const MAX_LABELS = 32;

/**
 * The labels that linking may go by, in the order of their names; others are not kept.
 *
 * @param more - further names, from the configuration
 */
export function linkingLabels(
  labels: Metadata['labels'],
  more: readonly string[],
): Record<string, string> {
  const kept = Object.entries(labels ?? {})
    .filter(
      ([name]) =>
        NAMES.includes(name) ||
        more.includes(name) ||
        PREFIXES.some(prefix => name.startsWith(prefix)),
    )
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(kept.slice(0, MAX_LABELS));
}

/** Whether a GitOps controller has marked an object as its own, beyond doubt. */
export function isManaged({ labels, annotations }: Metadata): boolean {
  return Boolean(
    annotations?.['argocd.argoproj.io/tracking-id'] ||
      labels?.['argocd.argoproj.io/instance'] ||
      labels?.['kustomize.toolkit.fluxcd.io/name'] ||
      labels?.['helm.toolkit.fluxcd.io/name'],
  );
}
