import { cleanMessage } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { judgeRun } from '../map/judgeRun';
import { buildRunFacts, type RunLink } from './buildRunFacts';
import type { ChildReference, RunFacts } from './RunFacts';
import { conditionsSchema, metadataSchema, namedValues, time } from './schemas';

/** More tasks than this are no help to anybody on a page. */
const MAX_TASKS = 200;
const MAX_NAME = 200;

/** `v1beta1` has its own words for results, and may hold the tasks' state itself. */
const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    status: z.string().nullish(),
    params: namedValues,
    pipelineRef: z.object({ name: z.string().nullish() }).nullish(),
  }),
  status: z
    .object({
      conditions: conditionsSchema,
      startTime: time,
      completionTime: time,
      results: namedValues,
      pipelineResults: namedValues,
      childReferences: z
        .array(
          z.object({
            name: z.string().min(1),
            kind: z.string().nullish(),
            pipelineTaskName: z.string().nullish(),
          }),
        )
        .nullish(),
      taskRuns: z
        .record(
          z.string(),
          z.object({ pipelineTaskName: z.string().nullish() }),
        )
        .nullish(),
      skippedTasks: z
        .array(
          z.object({ name: z.string().min(1), reason: z.string().nullish() }),
        )
        .nullish(),
    })
    .nullish(),
});

type PipelineRunStatus = z.infer<typeof schema>['status'];

/** Keeps of a PipelineRun what a run is told with. */
export function projectPipelineRun(
  link: RunLink,
): (object: unknown) => RunFacts {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    return {
      ...buildRunFacts({
        kind: 'PipelineRun',
        metadata,
        reference: spec.pipelineRef?.name,
        status: judgeRun({
          conditions: status?.conditions,
          asked: spec.status,
        }),
        startedAt: status?.startTime,
        finishedAt: status?.completionTime,
        parameters: spec.params,
        results: [
          ...(status?.results ?? []),
          ...(status?.pipelineResults ?? []),
        ],
        link,
      }),
      children: childrenOf(status).slice(0, MAX_TASKS),
      skipped: (status?.skippedTasks ?? [])
        .slice(0, MAX_TASKS)
        .map(({ name, reason }) => ({
          task: nameOf(name, 'task'),
          reason: nameOf(reason, 'it was skipped'),
        })),
    };
  };
}

function childrenOf(status: PipelineRunStatus): ChildReference[] {
  const children = (status?.childReferences ?? []).map(child => ({
    name: child.name,
    task: nameOf(child.pipelineTaskName, child.name),
    kind: nameOf(child.kind, 'TaskRun'),
  }));
  if (children.length > 0) {
    return children;
  }
  return Object.entries(status?.taskRuns ?? {}).map(([name, child]) => ({
    name,
    task: nameOf(child.pipelineTaskName, name),
    kind: 'TaskRun',
  }));
}

function nameOf(text: string | null | undefined, otherwise: string): string {
  return (
    cleanMessage(text ?? '', MAX_NAME) ||
    cleanMessage(otherwise, MAX_NAME) ||
    'unnamed'
  );
}
