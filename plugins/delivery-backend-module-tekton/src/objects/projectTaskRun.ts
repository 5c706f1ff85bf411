import { z } from 'zod';
import { judgeTask } from '../map/judgeRun';
import { buildRunFacts, type RunLink } from './buildRunFacts';
import { runKey, type RunFacts, type TaskFacts } from './RunFacts';
import {
  conditionsSchema,
  metadataSchema,
  namedValues,
  time,
  type Metadata,
} from './schemas';

/** `v1beta1` has its own word for results. */
const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    status: z.string().nullish(),
    params: namedValues,
    taskRef: z.object({ name: z.string().nullish() }).nullish(),
  }),
  status: z
    .object({
      conditions: conditionsSchema,
      startTime: time,
      completionTime: time,
      retriesStatus: z.array(z.unknown()).nullish(),
      results: namedValues,
      taskResults: namedValues,
    })
    .nullish(),
});

/** Keeps of a TaskRun what a job is told with, or a run of one job where it belongs to no PipelineRun. */
export function projectTaskRun(
  link: RunLink,
): (object: unknown) => TaskFacts | RunFacts {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    const judged = judgeTask({
      conditions: status?.conditions,
      asked: spec.status,
      ended: Boolean(status?.completionTime),
      retried: status?.retriesStatus?.length ?? 0,
    });
    const times = {
      ...(status?.startTime && { startedAt: status.startTime }),
      ...(status?.completionTime && { finishedAt: status.completionTime }),
    };
    const { namespace, name } = metadata;
    const owner = ownerOf(metadata);
    if (owner !== undefined) {
      return {
        type: 'task',
        run: runKey('PipelineRun', { namespace, name: owner }),
        namespace,
        name,
        status: judged,
        ...times,
      };
    }
    const run = buildRunFacts({
      kind: 'TaskRun',
      metadata,
      reference: spec.taskRef?.name,
      status: judged,
      ...times,
      parameters: spec.params,
      results: [...(status?.results ?? []), ...(status?.taskResults ?? [])],
      link,
    });
    return {
      ...run,
      children: [],
      skipped: [],
      job: { name: run.item.pipeline, status: judged, ...times },
    };
  };
}

function ownerOf({ labels, ownerReferences }: Metadata): string | undefined {
  return (
    labels?.['tekton.dev/pipelineRun'] ||
    ownerReferences?.find(({ kind }) => kind === 'PipelineRun')?.name
  );
}
