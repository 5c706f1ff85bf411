import type { JsonObject, KubeObject } from '../../kubernetes/types';

/** A named value of a run. */
export interface Param {
  name: string;
  value: string;
}

/** A condition under which a task runs. */
export interface WhenExpression {
  input: string;
  operator: string;
  values: string[];
}

/** A task of a Pipeline. */
export interface PipelineTask {
  name: string;
  taskRef: { name: string; kind?: string };
  when?: WhenExpression[];
}

/** What the sandbox reads of a Pipeline's spec. */
export interface PipelineSpec {
  params?: { name: string; default?: string }[];
  tasks: PipelineTask[];
  finally?: PipelineTask[];
  results?: Param[];
}

/** A task that was not run, and why. */
export interface SkippedTask {
  name: string;
  reason: string;
  whenExpressions?: WhenExpression[];
}

/** What Tekton knows of a PipelineRun's progress. */
export interface PipelineRunStatus extends JsonObject {
  conditions?: Condition[];
  startTime?: string;
  completionTime?: string;
  childReferences?: {
    apiVersion: string;
    kind: string;
    name: string;
    pipelineTaskName: string;
  }[];
  skippedTasks?: SkippedTask[];
  results?: Param[];
}

/** A condition of a status. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastTransitionTime: string;
}

/** The spec of a Pipeline. */
export function pipelineSpecOf(pipeline: KubeObject): PipelineSpec {
  return pipeline.spec as unknown as PipelineSpec;
}

/** The status of a PipelineRun. */
export function runStatusOf(run: KubeObject): PipelineRunStatus {
  return (run.status ?? {}) as PipelineRunStatus;
}

/** The condition `Succeeded`, by which Tekton tells how a run goes. */
export function succeededOf(object: KubeObject): Condition | undefined {
  const { conditions = [] } = runStatusOf(object);
  return conditions.find(({ type }) => type === 'Succeeded');
}

/** Whether a run has come to its end. */
export function isDone(object: KubeObject): boolean {
  const condition = succeededOf(object);
  return condition !== undefined && condition.status !== 'Unknown';
}

/** A condition `Succeeded`. */
export function succeeded(
  status: Condition['status'],
  reason: string,
  message: string,
  now: string,
): Condition {
  return {
    type: 'Succeeded',
    status,
    reason,
    message,
    lastTransitionTime: now,
  };
}
