import {
  discoverResources,
  scopeOf,
  type KubernetesClient,
  type ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { RunLink } from '../objects/buildRunFacts';
import { projectPipelineRun } from '../objects/projectPipelineRun';
import { projectTaskRun } from '../objects/projectTaskRun';
import type { Lane } from './Lane';

const GROUP = 'tekton.dev';

/** Finds out in which version a cluster serves the kinds of runs; none where it does not. */
export function discoverRuns(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<ResourceType[]> {
  return discoverResources(
    client,
    [
      { group: GROUP, kind: 'PipelineRun' },
      { group: GROUP, kind: 'TaskRun' },
    ],
    signal,
  );
}

/** Lays out the lanes for what a cluster serves, one for each namespace where only some are looked at. */
export function planLanes(
  served: readonly ResourceType[],
  namespaces: readonly string[] | undefined,
  link: RunLink,
): Lane[] {
  return served.flatMap(resource => {
    const isPipeline = resource.kind === 'PipelineRun';
    const project = isPipeline
      ? projectPipelineRun(link)
      : projectTaskRun(link);
    return (namespaces ?? [undefined]).map(
      (namespace): Lane => ({
        scope: scopeOf(resource, namespace),
        kind: isPipeline ? 'PipelineRun' : 'TaskRun',
        resource,
        namespace,
        project,
        settled: false,
      }),
    );
  });
}
