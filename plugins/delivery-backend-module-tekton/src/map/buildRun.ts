import type { RunItem } from '@throughline/plugin-delivery-node';
import type { ChildReference, RunFacts, TaskFacts } from '../objects/RunFacts';

/** Makes a run of what is known of it and of its tasks. */
export function buildRun(
  facts: RunFacts,
  taskOf: (name: string) => TaskFacts | undefined,
): RunItem {
  return {
    ...facts.item,
    jobs: facts.job
      ? [facts.job]
      : [
          ...facts.children.map(child => jobOf(child, taskOf(child.name))),
          ...facts.skipped.map(({ task, reason }) => ({
            name: task,
            status: { status: 'skipped' as const, reason },
          })),
        ],
  };
}

function jobOf(
  { task, kind }: ChildReference,
  facts: TaskFacts | undefined,
): RunItem['jobs'][number] {
  if (kind !== 'TaskRun' || !facts) {
    return {
      name: task,
      status: {
        status: 'unknown',
        reason:
          kind === 'TaskRun'
            ? 'its TaskRun is gone, or cannot be read'
            : `what becomes of a ${kind} is not observed`,
      },
    };
  }
  const { status, startedAt, finishedAt } = facts;
  return {
    name: task,
    status,
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
  };
}
