import {
  discoverResources,
  scopeOf,
  type KubernetesClient,
  type LanePlan,
  type LaneSink,
  type Projection,
  type ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';
import { projectPod } from '../pods/projectPod';
import {
  projectControllerRevision,
  projectReplicaSet,
} from '../revisions/projectRevision';
import { wantedResource, type WorkloadKind } from '../workloads/kinds';
import { projectJob } from '../workloads/projectJob';
import { projectWorkload } from '../workloads/projectWorkload';
import type { ClusterState } from './ClusterState';
import { jobSink, podSink, revisionSink, workloadSink } from './sinks';

/** What is observed of a cluster. */
export interface LaneOptions {
  kinds: readonly WorkloadKind[];
  labels: readonly string[];
  namespaces?: readonly string[];
}

const SUPPORTING = ['/Pod', 'apps/ReplicaSet', 'apps/ControllerRevision'];

/** Finds out what of the wanted kinds a cluster serves. */
export async function discoverLanes(
  client: KubernetesClient,
  kinds: readonly WorkloadKind[],
  signal: AbortSignal,
): Promise<ResourceType[]> {
  const needed = [
    ...SUPPORTING,
    // The runs of CronJobs are Jobs, even where Jobs themselves are not wanted.
    ...(kinds.includes('batch/CronJob') && !kinds.includes('batch/Job')
      ? ['batch/Job']
      : []),
    ...kinds,
  ];
  return discoverResources(client, needed.map(wantedResource), signal);
}

/** Lays out the lanes for what a cluster serves, one for each namespace where only some are looked at. */
export function planLanes(
  served: readonly ResourceType[],
  state: ClusterState,
  options: LaneOptions,
): LanePlan<unknown> {
  const plan: LanePlan<unknown> = { supporting: [], targets: [] };
  // CronJobs are judged by Jobs, which therefore come first.
  const ordered = [...served].sort(
    (one, other) =>
      Number(one.kind === 'CronJob') - Number(other.kind === 'CronJob'),
  );
  for (const resource of ordered) {
    for (const namespace of options.namespaces ?? [undefined]) {
      const scope = scopeOf(resource, namespace);
      const lane = wayOf(resource, state, scope, namespace ?? '', options);
      const list = lane.reportsTargets ? plan.targets : plan.supporting;
      list.push({ scope, resource, namespace, ...lane });
    }
  }
  return plan;
}

function wayOf(
  resource: ResourceType,
  state: ClusterState,
  scope: string,
  namespace: string,
  options: LaneOptions,
): {
  project: Projection<unknown>;
  sink: LaneSink<unknown>;
  reportsTargets: boolean;
} {
  const kind = `${resource.group}/${resource.kind}`;
  switch (kind) {
    case '/Pod':
      return {
        project: projectPod,
        sink: podSink(state, namespace),
        reportsTargets: false,
      };
    case 'apps/ReplicaSet':
    case 'apps/ControllerRevision':
      return {
        project:
          kind === 'apps/ReplicaSet'
            ? projectReplicaSet
            : projectControllerRevision,
        sink: revisionSink(state, scope),
        reportsTargets: false,
      };
    case 'batch/Job':
      return {
        project: options.kinds.includes(kind)
          ? projectJob(options)
          : onlyRuns(options),
        sink: jobSink(state, scope, namespace),
        reportsTargets: true,
      };
    default:
      return {
        project:
          projectWorkload[kind as Exclude<WorkloadKind, 'batch/Job'>](options),
        sink: workloadSink(state, scope, resource),
        reportsTargets: true,
      };
  }
}

function onlyRuns(options: LaneOptions): Projection<unknown> {
  const project = projectJob(options);
  return object => {
    const job = project(object);
    return job?.type === 'run' ? job : undefined;
  };
}
