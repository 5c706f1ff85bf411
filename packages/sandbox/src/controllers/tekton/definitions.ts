import type { ResourceDefinition } from '../../kubernetes/types';

function tekton(
  kind: string,
  plural: string,
  shortNames?: string[],
): ResourceDefinition {
  return {
    group: 'tekton.dev',
    version: 'v1',
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: true,
    custom: true,
    statusSubresource: true,
    ...(shortNames && { shortNames }),
  };
}

export const PIPELINES = tekton('Pipeline', 'pipelines');
export const TASKS = tekton('Task', 'tasks');
export const PIPELINE_RUNS = tekton('PipelineRun', 'pipelineruns', [
  'pr',
  'prs',
]);
export const TASK_RUNS = tekton('TaskRun', 'taskruns', ['tr', 'trs']);

/** The kinds that a cluster with Tekton serves besides the usual ones. */
export const TEKTON_DEFINITIONS: readonly ResourceDefinition[] = [
  PIPELINES,
  TASKS,
  PIPELINE_RUNS,
  TASK_RUNS,
];
