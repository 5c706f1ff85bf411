import {
  isTerminalRun,
  type Judged,
  type RunStatus,
} from '@throughline/plugin-delivery-common';
import {
  type OperateContext,
  type OperationProgress,
  type OperationSubject,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { ProjectCall } from '../api/ProjectCall';
import { handleOf, readHandle } from './PipelineHandle';
import { placeOf } from './placeOf';
import { readState } from './readState';

const CANCELING = 'canceling';

/** Stops a pipeline. Asked again, it changes nothing. */
export function createCancelRun(client: ActClient): SourceOperation {
  const callOf = (subject: OperationSubject, { signal }: OperateContext) => {
    const { project, id } = placeOf(subject, client.host);
    return { call: new ProjectCall(client, project, signal), id };
  };
  return {
    operation: 'cancelRun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      hasEnded(runOf(subject).status) ? 'it has ended' : undefined,
    async start({ subject }, context) {
      const { call, id } = callOf(subject, context);
      // GitLab answers 200 whatever the state: how it ended is for `follow` to tell.
      await call.send({
        asked: 'cancel a pipeline',
        method: 'POST',
        path: ['pipelines', String(id), 'cancel'],
      });
      return handleOf({ project: call.project, id });
    },
    async find({ subject }, context) {
      const { call, id } = callOf(subject, context);
      const { status, raw } = await readState(call, id);
      return hasEnded(status) || raw === CANCELING
        ? handleOf({ project: call.project, id })
        : undefined;
    },
    async follow(handle, { signal }): Promise<OperationProgress> {
      const { project, id } = readHandle(handle);
      const call = new ProjectCall(client, project, signal);
      const { status, raw, url } = await readState(call, id);
      const shared = url ? { url } : {};
      if (status.status === 'cancelled') {
        return { ...shared, state: 'succeeded' };
      }
      return hasEnded(status)
        ? {
            ...shared,
            state: 'failed',
            message: `the pipeline was not stopped: it ended as ${raw}`,
          }
        : { ...shared, state: 'running' };
    },
  };
}

function hasEnded({ status }: Judged<RunStatus>): boolean {
  return isTerminalRun(status);
}
