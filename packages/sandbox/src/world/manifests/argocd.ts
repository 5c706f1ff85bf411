import { stringify } from 'yaml';
import { ApplicationSpec } from '../Scenario';
import { regions } from '../services';

/** An Application as its manifest in Git. */
export function applicationManifest(
  spec: ApplicationSpec,
  gitUrl: (repository: string) => string,
): string {
  const source = {
    repoURL: gitUrl(spec.source.repository),
    path: spec.source.path,
    targetRevision: spec.source.targetRevision,
    ...(spec.source.valueFiles && {
      helm: { valueFiles: spec.source.valueFiles },
    }),
  };
  const sources = spec.additionalSources?.map(additional => ({
    repoURL: gitUrl(additional.repository),
    targetRevision: additional.targetRevision,
    ...(additional.path && { path: additional.path }),
    ...(additional.ref && { ref: additional.ref }),
  }));
  return stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: spec.name,
      namespace: spec.namespace,
      labels: spec.labels,
    },
    spec: {
      project: spec.project,
      ...(sources ? { sources: [source, ...sources] } : { source }),
      destination: {
        name: spec.destination.cluster,
        namespace: spec.destination.namespace,
      },
      syncPolicy: {
        ...(spec.autoSync && {
          automated: { prune: true, selfHeal: spec.selfHeal },
        }),
        syncOptions: ['CreateNamespace=true'],
      },
    },
  });
}

/** The ApplicationSet that makes one storefront per region. */
export function storefrontSet(gitUrl: (repository: string) => string): string {
  return stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'storefront-production', namespace: 'argocd' },
    spec: {
      goTemplate: true,
      generators: [{ list: { elements: regions } }],
      template: {
        metadata: {
          name: 'storefront-{{.region}}',
          labels: {
            environment: 'production',
            team: 'web',
            region: '{{.region}}',
            'backstage.io/kubernetes-id': 'storefront',
          },
        },
        spec: {
          project: 'web',
          source: {
            repoURL: gitUrl('acme/gitops'),
            path: 'apps/storefront/overlays/production/{{.region}}',
            targetRevision: 'main',
          },
          destination: {
            name: '{{.cluster}}',
            namespace: 'storefront-{{.region}}',
          },
          syncPolicy: { automated: { prune: true, selfHeal: false } },
        },
      },
    },
  });
}

/** The ApplicationSet that makes one environment per pull request of checkout. */
export function previewSet(gitUrl: (repository: string) => string): string {
  return stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'checkout-previews', namespace: 'argocd' },
    spec: {
      goTemplate: true,
      generators: [
        {
          git: {
            repoURL: gitUrl('acme/gitops'),
            revision: 'main',
            directories: [{ path: 'previews/checkout-pr-*' }],
          },
        },
      ],
      template: {
        metadata: {
          name: '{{.path.basename}}',
          labels: {
            team: 'payments',
            preview: '{{.path.basename}}',
            'backstage.io/kubernetes-id': 'checkout',
          },
        },
        spec: {
          project: 'payments',
          source: {
            repoURL: gitUrl('acme/gitops'),
            path: '{{.path.path}}',
            targetRevision: 'main',
          },
          destination: { name: 'nonprod', namespace: '{{.path.basename}}' },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      },
    },
  });
}
