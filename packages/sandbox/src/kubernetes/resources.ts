import type { KubeObject, ResourceDefinition } from './types';

function builtIn(
  group: string,
  kind: string,
  plural: string,
  extra: Partial<ResourceDefinition> = {},
): ResourceDefinition {
  return {
    group,
    version: 'v1',
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: true,
    custom: false,
    statusSubresource: true,
    ...extra,
  };
}

function argo(
  kind: string,
  plural: string,
  extra: Partial<ResourceDefinition> = {},
): ResourceDefinition {
  return {
    ...builtIn('argoproj.io', kind, plural),
    version: 'v1alpha1',
    custom: true,
    statusSubresource: false,
    ...extra,
  };
}

export const NAMESPACES = builtIn('', 'Namespace', 'namespaces', {
  namespaced: false,
  shortNames: ['ns'],
});
export const PODS = builtIn('', 'Pod', 'pods', {
  shortNames: ['po'],
  subresources: ['log'],
});
export const EVENTS = builtIn('', 'Event', 'events', {
  shortNames: ['ev'],
  statusSubresource: false,
});
export const SERVICES = builtIn('', 'Service', 'services', {
  shortNames: ['svc'],
});
export const CONFIG_MAPS = builtIn('', 'ConfigMap', 'configmaps', {
  shortNames: ['cm'],
  statusSubresource: false,
});
export const SERVICE_ACCOUNTS = builtIn(
  '',
  'ServiceAccount',
  'serviceaccounts',
  { shortNames: ['sa'], statusSubresource: false },
);
export const DEPLOYMENTS = builtIn('apps', 'Deployment', 'deployments', {
  shortNames: ['deploy'],
  subresources: ['scale'],
});
export const REPLICA_SETS = builtIn('apps', 'ReplicaSet', 'replicasets', {
  shortNames: ['rs'],
  subresources: ['scale'],
});
export const STATEFUL_SETS = builtIn('apps', 'StatefulSet', 'statefulsets', {
  shortNames: ['sts'],
  subresources: ['scale'],
});
export const DAEMON_SETS = builtIn('apps', 'DaemonSet', 'daemonsets', {
  shortNames: ['ds'],
});
export const JOBS = builtIn('batch', 'Job', 'jobs');
export const CRON_JOBS = builtIn('batch', 'CronJob', 'cronjobs', {
  shortNames: ['cj'],
});
export const INGRESSES = builtIn('networking.k8s.io', 'Ingress', 'ingresses', {
  shortNames: ['ing'],
});
export const AUTOSCALERS: ResourceDefinition = {
  ...builtIn(
    'autoscaling',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    { shortNames: ['hpa'] },
  ),
  version: 'v2',
};
export const DISRUPTION_BUDGETS = builtIn(
  'policy',
  'PodDisruptionBudget',
  'poddisruptionbudgets',
  { shortNames: ['pdb'] },
);
export const APPLICATIONS = argo('Application', 'applications', {
  shortNames: ['app', 'apps'],
});
export const APPLICATION_SETS = argo('ApplicationSet', 'applicationsets', {
  shortNames: ['appset', 'appsets'],
  statusSubresource: true,
});
export const APP_PROJECTS = argo('AppProject', 'appprojects', {
  shortNames: ['appproj', 'appprojs'],
});
export const ROLLOUTS = argo('Rollout', 'rollouts', {
  shortNames: ['ro'],
  statusSubresource: true,
  subresources: ['scale'],
});

/** The kinds that every cluster of the sandbox serves. */
export const DEFAULT_DEFINITIONS: readonly ResourceDefinition[] = [
  NAMESPACES,
  PODS,
  EVENTS,
  SERVICES,
  CONFIG_MAPS,
  SERVICE_ACCOUNTS,
  DEPLOYMENTS,
  REPLICA_SETS,
  STATEFUL_SETS,
  DAEMON_SETS,
  JOBS,
  CRON_JOBS,
  INGRESSES,
  AUTOSCALERS,
  DISRUPTION_BUDGETS,
  APPLICATIONS,
  APPLICATION_SETS,
  APP_PROJECTS,
  ROLLOUTS,
];

/** `group/version`, or just the version for the core group. */
export function apiVersionOf(
  definition: Pick<ResourceDefinition, 'group' | 'version'>,
): string {
  return definition.group
    ? `${definition.group}/${definition.version}`
    : definition.version;
}

/** The group of an object's apiVersion; empty for the core group. */
export function groupOf(object: Pick<KubeObject, 'apiVersion'>): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}

/** The version of an object's apiVersion. */
export function versionOf(object: Pick<KubeObject, 'apiVersion'>): string {
  return object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
}
