import { apiVersionOf, APPLICATIONS } from '../../kubernetes/resources';
import type { ApplicationSpec } from '../../world/Scenario';
import { RESOURCES_FINALIZER } from './removeDeployed';
import type { Application, ApplicationSource } from './types';

/** An Application as its description in the scenario says, written as its manifest in Git would be. */
export function applicationObject(
  spec: ApplicationSpec,
  gitUrl: (repository: string) => string,
): Application {
  const source: ApplicationSource = {
    repoURL: gitUrl(spec.source.repository),
    path: spec.source.path,
    targetRevision: spec.source.targetRevision,
    ...(spec.source.valueFiles && {
      helm: { valueFiles: spec.source.valueFiles },
    }),
  };
  const sources = spec.additionalSources?.map(
    (additional): ApplicationSource => ({
      repoURL: gitUrl(additional.repository),
      targetRevision: additional.targetRevision,
      ...(additional.path && { path: additional.path }),
      ...(additional.ref && { ref: additional.ref }),
    }),
  );
  return {
    apiVersion: apiVersionOf(APPLICATIONS),
    kind: APPLICATIONS.kind,
    metadata: {
      name: spec.name,
      namespace: spec.namespace,
      labels: spec.labels,
      ...(spec.annotations && { annotations: spec.annotations }),
      ...(spec.applicationSet && {
        finalizers: [RESOURCES_FINALIZER],
      }),
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
  };
}
