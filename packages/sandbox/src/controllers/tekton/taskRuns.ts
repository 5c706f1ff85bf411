import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { timestamp } from '../../kubernetes/json';
import { apiVersionOf } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import { TASK_RUNS } from './definitions';
import { succeeded, type PipelineTask } from './types';

const STEP = 'run';

/** Starts a task of a run. */
export function startTask(
  store: ClusterStore,
  run: KubeObject,
  task: PipelineTask,
  now: Date,
): KubeObject {
  const { name, namespace, uid = '', labels } = run.metadata;
  const taskRun = `${name}-${task.name}`;
  return store.create(
    TASK_RUNS,
    {
      apiVersion: apiVersionOf(TASK_RUNS),
      kind: TASK_RUNS.kind,
      metadata: {
        name: taskRun,
        namespace,
        // Tekton hands the labels of a run on to its tasks.
        labels: {
          ...labels,
          'app.kubernetes.io/managed-by': 'tekton-pipelines',
          'tekton.dev/memberOf': 'tasks',
          'tekton.dev/pipelineRun': name,
          'tekton.dev/pipelineRunUID': uid,
          'tekton.dev/pipelineTask': task.name,
          'tekton.dev/task': task.taskRef.name,
        },
        ownerReferences: [
          {
            apiVersion: run.apiVersion,
            kind: run.kind,
            name,
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: {
        serviceAccountName: 'ci',
        taskRef: { kind: 'Task', name: task.taskRef.name },
        timeout: '1h0m0s',
      },
      status: {
        podName: `${taskRun}-pod`,
        startTime: timestamp(now),
        conditions: [
          succeeded(
            'Unknown',
            'Running',
            'Not all Steps in the Task have finished executing',
            timestamp(now),
          ),
        ],
        steps: [
          {
            name: STEP,
            container: `step-${STEP}`,
            running: { startedAt: timestamp(now) },
          },
        ],
      },
    },
    now,
  );
}

/** Ends a task: well, with a failure, or because it was cancelled. */
export function endTask(
  store: ClusterStore,
  task: KubeObject,
  outcome: 'succeeded' | 'failed' | 'cancelled',
  now: Date,
): void {
  const at = timestamp(now);
  const exitCode = outcome === 'succeeded' ? 0 : 1;
  const condition = {
    succeeded: succeeded(
      'True',
      'Succeeded',
      'All Steps have completed executing',
      at,
    ),
    failed: succeeded(
      'False',
      'Failed',
      `"step-${STEP}" exited with code ${exitCode}`,
      at,
    ),
    cancelled: succeeded(
      'False',
      'TaskRunCancelled',
      `TaskRun "${task.metadata.name}" was cancelled`,
      at,
    ),
  }[outcome];
  store.update(TASK_RUNS, {
    ...task,
    ...(outcome === 'cancelled' && {
      spec: { ...task.spec, status: 'TaskRunCancelled' },
    }),
    status: {
      ...task.status,
      completionTime: at,
      conditions: [condition],
      steps: [
        {
          name: STEP,
          container: `step-${STEP}`,
          terminationReason: outcome === 'succeeded' ? 'Completed' : 'Error',
          terminated: {
            exitCode,
            reason: outcome === 'succeeded' ? 'Completed' : 'Error',
            startedAt: task.status?.startTime ?? at,
            finishedAt: at,
          },
        },
      ],
    },
  });
}
