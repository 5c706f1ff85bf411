import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';

export const SHA = '1f6a7a4c5ff1b9bd6bd1bd3bd6b2fbb4b8f0d0a1';
export const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** A condition `Succeeded`. */
export function condition(status: string, reason?: string, message?: string) {
  return [
    {
      type: 'Succeeded',
      status,
      ...(reason !== undefined && { reason }),
      ...(message !== undefined && { message }),
    },
  ];
}

/** A PipelineRun that succeeded with one task; what is given is merged in. */
export function pipelineRun(
  name: string,
  changes: {
    createdAt?: string;
    metadata?: object;
    spec?: object;
    status?: object;
    tasks?: string[];
  } = {},
): FakeObject {
  const tasks = changes.tasks ?? ['test'];
  return {
    metadata: {
      namespace: 'shop',
      name,
      creationTimestamp: changes.createdAt ?? '2026-11-01T08:00:00Z',
      labels: {
        'tekton.dev/pipeline': 'verify',
        'backstage.io/kubernetes-id': 'checkout',
        noise: 'x',
      },
      ...changes.metadata,
    },
    spec: { pipelineRef: { name: 'verify' }, ...changes.spec },
    status: {
      startTime: '2026-11-01T08:00:01Z',
      completionTime: '2026-11-01T08:03:00Z',
      conditions: condition('True', 'Succeeded', 'Tasks Completed: 1'),
      childReferences: tasks.map(task => ({
        apiVersion: 'tekton.dev/v1',
        kind: 'TaskRun',
        name: `${name}-${task}`,
        pipelineTaskName: task,
      })),
      ...changes.status,
    },
  };
}

/** A TaskRun that succeeded; of a PipelineRun, where one is named. */
export function taskRun(
  name: string,
  changes: {
    run?: string;
    metadata?: object;
    spec?: object;
    status?: object;
  } = {},
): FakeObject {
  return {
    metadata: {
      namespace: 'shop',
      name,
      creationTimestamp: '2026-11-01T08:00:01Z',
      labels: {
        'tekton.dev/task': 'go-test',
        ...(changes.run && { 'tekton.dev/pipelineRun': changes.run }),
      },
      ...changes.metadata,
    },
    spec: { taskRef: { name: 'go-test' }, ...changes.spec },
    status: {
      startTime: '2026-11-01T08:00:02Z',
      completionTime: '2026-11-01T08:02:59Z',
      conditions: condition('True', 'Succeeded'),
      ...changes.status,
    },
  };
}
