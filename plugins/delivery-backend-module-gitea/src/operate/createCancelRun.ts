import { isTerminalRun } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  webUrl,
  type OperationProgress,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import { runStatus } from '../map/statuses';
import { callOf, type OperateOptions } from './OperateOptions';
import { attemptOf, hasEnded, readRunNode } from './RunNode';
import { handleOf, readHandle } from './RunHandle';
import { placeOf } from './RunPlace';

const ASKED = 'cancel a run';

/** Stops a run, where the version can be asked to. Asked again, it changes nothing. */
export function createCancelRun(options: OperateOptions): SourceOperation {
  const { client, lacks } = options;
  return {
    operation: 'cancelRun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      isTerminalRun(runOf(subject).status.status)
        ? 'it has ended'
        : lacks.reason(ASKED),
    async start({ subject }, context) {
      const { path, id, run: observed } = placeOf(subject, client.host);
      const call = callOf(options, path, context);
      const run = (await readRunNode(call, id))!;
      if (attemptOf(run) > (observed.attempt ?? 1)) {
        throw new SourceFailure(
          'configuration',
          `Run ${id} of ${call.name} was started again meanwhile: look at that attempt`,
        );
      }
      const { status } = await call.send({
        asked: ASKED,
        method: 'POST',
        path: ['actions', 'runs', String(id), 'cancel'],
        // It has ended already: how, is for `follow` to tell.
        accept: [404, 405, 409],
      });
      if (status === 404 || status === 405) {
        // The run itself was there a moment ago.
        throw await lacks.note(call, ASKED);
      }
      return handleOf({ path, id, attempt: attemptOf(run) });
    },
    async find({ subject }, context) {
      const { path, id } = placeOf(subject, client.host);
      const run = (await readRunNode(callOf(options, path, context), id))!;
      return hasEnded(run)
        ? handleOf({ path, id, attempt: attemptOf(run) })
        : undefined;
    },
    async follow(handle, context): Promise<OperationProgress> {
      const { path, id, attempt } = readHandle(handle)!;
      const call = callOf(options, path, context);
      const newest = (await readRunNode(call, id))!;
      const run =
        attemptOf(newest) > attempt
          ? await readRunNode(call, id, attempt)
          : newest;
      if (!run) {
        return { state: 'unknown', message: 'it was started again meanwhile' };
      }
      const url = webUrl(run.html_url);
      const shared = url ? { url } : {};
      if (!hasEnded(run)) {
        return { ...shared, state: 'running' };
      }
      const { status, raw } = runStatus(run.status, run.conclusion);
      return status === 'cancelled'
        ? { ...shared, state: 'succeeded' }
        : {
            ...shared,
            state: 'failed',
            message: `the run was not stopped: it ended as ${raw}`,
          };
    },
  };
}
