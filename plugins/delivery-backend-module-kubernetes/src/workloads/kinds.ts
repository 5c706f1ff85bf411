import type { WantedResource } from '@throughline/plugin-delivery-kubernetes-node';

/**
 * The kinds of workloads that become targets, as `<group>/<kind>`.
 */
export const WORKLOAD_KINDS = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/CronJob',
  'batch/Job',
  'argoproj.io/Rollout',
] as const;

/** One of {@link WORKLOAD_KINDS}. */
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** Those that can be restarted by an annotation of their pod template, or as Argo Rollouts does it. */
export const RESTARTABLE: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
];

/** Takes `<group>/<kind>` apart. */
export function wantedResource(kind: string): WantedResource {
  const slash = kind.indexOf('/');
  return { group: kind.slice(0, slash), kind: kind.slice(slash + 1) };
}

/** The key of a workload's target. */
export function workloadKey(workload: {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}): string {
  return `${workload.group}/${workload.kind}/${workload.namespace}/${workload.name}`;
}
