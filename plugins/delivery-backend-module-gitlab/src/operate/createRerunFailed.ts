import type { RunStatus } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type OperateContext,
  type OperationSubject,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ActClient } from '../api/ActClient';
import { ProjectCall } from '../api/ProjectCall';
import { followPipeline } from './followPipeline';
import { handleOf, readHandle } from './PipelineHandle';
import { placeOf } from './placeOf';
import { readState } from './readState';
import { sinceThere, whoAmI } from './whoAmI';

const REPEATABLE: readonly RunStatus[] = ['failed', 'cancelled'];

const Jobs = z.array(
  z.object({
    created_at: z.string(),
    user: z.object({ username: z.string() }).nullish(),
  }),
);

/** Repeats the jobs of a pipeline that failed or were cancelled; the others stay as they are. */
export function createRerunFailed(client: ActClient): SourceOperation {
  const callOf = (subject: OperationSubject, { signal }: OperateContext) => {
    const { project, id } = placeOf(subject, client.host);
    return { call: new ProjectCall(client, project, signal), id };
  };
  return {
    operation: 'rerunFailed',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      REPEATABLE.includes(runOf(subject).status.status)
        ? undefined
        : 'nothing of it has failed',
    async start({ subject }, context) {
      const { call, id } = callOf(subject, context);
      // GitLab answers alike where nothing is to be repeated.
      const { status } = await readState(call, id);
      if (!REPEATABLE.includes(status.status)) {
        throw new SourceFailure(
          'configuration',
          `Pipeline ${id} of ${call.name} is '${status.status}': nothing of it has failed`,
        );
      }
      await call.send({
        asked: 'repeat the failed jobs of a pipeline',
        method: 'POST',
        path: ['pipelines', String(id), 'retry'],
      });
      return handleOf({ project: call.project, id });
    },
    async find({ subject, since }, context) {
      const { call, id } = callOf(subject, context);
      const { status } = await readState(call, id);
      const handle = handleOf({ project: call.project, id });
      if (!REPEATABLE.includes(status.status)) {
        return handle;
      }
      // It may have been repeated, and have failed again.
      return since !== undefined && (await hasJobsSince(call, id, since))
        ? handle
        : undefined;
    },
    follow(handle, { signal }) {
      const { project, id } = readHandle(handle);
      return followPipeline(new ProjectCall(client, project, signal), id);
    },
  };
}

/** Whether the portal's account has had jobs of a pipeline made since. */
async function hasJobsSince(
  call: ProjectCall,
  id: number,
  since: string,
): Promise<boolean> {
  const me = await whoAmI(call);
  const begun = sinceThere(since, me);
  const { json } = await call.send({
    asked: 'look at the jobs of a pipeline',
    path: ['pipelines', String(id), 'jobs'],
    query: { include_retried: false, per_page: 100 },
  });
  const { data } = Jobs.safeParse(json);
  if (!data) {
    throw call.misshapen(`The jobs of pipeline ${id}`);
  }
  return data.some(
    ({ created_at: createdAt, user }) =>
      Date.parse(createdAt) >= begun &&
      (me.username === undefined || user?.username === me.username),
  );
}
