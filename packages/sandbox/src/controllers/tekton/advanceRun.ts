import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { compact, timestamp } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import { PIPELINE_RUNS, PIPELINES, TASK_RUNS } from './definitions';
import { evaluate, fillIn, parametersOf } from './parameters';
import { endTask, startTask } from './taskRuns';
import {
  isDone,
  pipelineSpecOf,
  runStatusOf,
  succeeded,
  succeededOf,
  type Condition,
  type PipelineRunStatus,
  type PipelineSpec,
  type PipelineTask,
  type SkippedTask,
} from './types';

const CANCELLED = ['Cancelled', 'CancelledRunFinally', 'StoppedRunFinally'];

/** How a run's tasks go. */
export interface Fate {
  /** The name of the task that fails, if one does. */
  fails?: string;
}

/**
 * Takes a PipelineRun one step further: a task ends, the next one starts, and at last the run itself ends. Tasks run
 * one after another.
 *
 * @returns whether there is more to do
 */
export function advanceRun(
  store: ClusterStore,
  run: KubeObject,
  { fails }: Fate,
  now: Date,
): boolean {
  if (isDone(run)) {
    return false;
  }
  const asked = run.spec?.status;
  if (asked === 'PipelineRunPending') {
    write(store, run, {
      conditions: [
        succeeded(
          'Unknown',
          'PipelineRunPending',
          `PipelineRun "${run.metadata.name}" is pending`,
          timestamp(now),
        ),
      ],
    });
    return false;
  }
  const pipeline = pipelineOf(store, run);
  if (!pipeline) {
    end(store, run, now, 'CouldntGetPipeline', 'Error retrieving pipeline');
    return false;
  }
  const current = childrenOf(store, run).find(child => !isDone(child));
  if (CANCELLED.includes(String(asked))) {
    if (current) {
      endTask(store, current, 'cancelled', now);
    }
    const { name } = run.metadata;
    end(store, run, now, 'Cancelled', `PipelineRun "${name}" was cancelled`);
    return false;
  }
  if (current) {
    const task = current.metadata.labels?.['tekton.dev/pipelineTask'];
    endTask(store, current, task === fails ? 'failed' : 'succeeded', now);
  }
  const next = nextTask(store, run, pipeline);
  if (next.task) {
    const started = startTask(store, run, next.task, now);
    goOn(store, run, next.skipped, started, next.task.name, now);
    return true;
  }
  finish(store, run, pipeline, next.skipped, now);
  return false;
}

function pipelineOf(
  store: ClusterStore,
  run: KubeObject,
): PipelineSpec | undefined {
  const { name } = (run.spec?.pipelineRef ?? {}) as { name?: string };
  const found = name && store.get(PIPELINES, run.metadata.namespace, name);
  return found ? pipelineSpecOf(found) : undefined;
}

function childrenOf(store: ClusterStore, run: KubeObject): KubeObject[] {
  return (runStatusOf(run).childReferences ?? []).flatMap(
    ({ name }) => store.get(TASK_RUNS, run.metadata.namespace, name) ?? [],
  );
}

/** What comes next, and what is passed over on the way there. */
function nextTask(
  store: ClusterStore,
  run: KubeObject,
  pipeline: PipelineSpec,
): { task?: PipelineTask; skipped: SkippedTask[] } {
  const status = runStatusOf(run);
  const children = childrenOf(store, run);
  const hasFailed = children.some(
    child => succeededOf(child)?.status === 'False',
  );
  const values = parametersOf(run, pipeline);
  const skipped = [...(status.skippedTasks ?? [])];
  const over = new Set([
    ...(status.childReferences ?? []).map(child => child.pipelineTaskName),
    ...skipped.map(({ name }) => name),
  ]);
  for (const task of pipeline.tasks.filter(({ name }) => !over.has(name))) {
    const { expressions, holds } = evaluate(task.when ?? [], values);
    if (!hasFailed && holds) {
      return { task, skipped };
    }
    skipped.push(
      hasFailed
        ? { name: task.name, reason: 'PipelineRun was stopping' }
        : {
            name: task.name,
            reason: 'When Expressions evaluated to false',
            whenExpressions: expressions,
          },
    );
  }
  const last = (pipeline.finally ?? []).find(({ name }) => !over.has(name));
  return { task: last, skipped };
}

function goOn(
  store: ClusterStore,
  run: KubeObject,
  skippedTasks: SkippedTask[],
  started: KubeObject,
  pipelineTaskName: string,
  now: Date,
): void {
  const status = runStatusOf(run);
  const childReferences = [
    ...(status.childReferences ?? []),
    {
      apiVersion: started.apiVersion,
      kind: started.kind,
      name: started.metadata.name,
      pipelineTaskName,
    },
  ];
  const counts = countsOf(store, run, skippedTasks);
  write(store, run, {
    startTime: status.startTime ?? timestamp(now),
    childReferences,
    skippedTasks: skippedTasks.length > 0 ? skippedTasks : undefined,
    conditions: [
      succeeded(
        'Unknown',
        'Running',
        `${counts.text}, Incomplete: 1`,
        timestamp(now),
      ),
    ],
  });
}

function finish(
  store: ClusterStore,
  run: KubeObject,
  pipeline: PipelineSpec,
  skippedTasks: SkippedTask[],
  now: Date,
): void {
  const { text, failed } = countsOf(store, run, skippedTasks);
  const values = parametersOf(run, pipeline);
  const reason = skippedTasks.length > 0 ? 'Completed' : 'Succeeded';
  const condition: Condition =
    failed > 0
      ? succeeded('False', 'Failed', text, timestamp(now))
      : succeeded('True', reason, text, timestamp(now));
  write(store, run, {
    completionTime: timestamp(now),
    skippedTasks: skippedTasks.length > 0 ? skippedTasks : undefined,
    results:
      failed > 0
        ? undefined
        : pipeline.results?.map(({ name, value }) => ({
            name,
            value: fillIn(value, values),
          })),
    conditions: [condition],
  });
}

function countsOf(
  store: ClusterStore,
  run: KubeObject,
  skippedTasks: SkippedTask[],
): { text: string; failed: number } {
  const done = childrenOf(store, run).filter(isDone);
  const failed = done.filter(
    child => succeededOf(child)?.status === 'False',
  ).length;
  return {
    failed,
    text: `Tasks Completed: ${done.length} (Failed: ${failed}, Cancelled 0), Skipped: ${skippedTasks.length}`,
  };
}

function end(
  store: ClusterStore,
  run: KubeObject,
  now: Date,
  reason: string,
  message: string,
): void {
  const { startTime = timestamp(now) } = runStatusOf(run);
  write(store, run, {
    startTime,
    completionTime: timestamp(now),
    conditions: [succeeded('False', reason, message, timestamp(now))],
  });
}

function write(
  store: ClusterStore,
  run: KubeObject,
  status: Partial<PipelineRunStatus>,
): void {
  store.update(PIPELINE_RUNS, {
    ...run,
    status: compact({ ...run.status, ...status }),
  });
}
