import {
  isTerminalRun,
  type RunStatus,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import { followRun } from './followRun';
import { callOf, type OperateOptions } from './OperateOptions';
import { attemptOf, hasEnded, readRunNode } from './RunNode';
import { handleOf, readHandle } from './RunHandle';
import { placeOf } from './RunPlace';
import { seekRerun } from './seekRerun';

const CALLS = {
  rerun: { path: 'rerun', asked: 'run a run again' },
  rerunFailed: {
    path: 'rerun-failed-jobs',
    asked: 'repeat the failed jobs of a run',
  },
} as const;

/** Of what ended so, there is nothing that has failed. */
const FINE: readonly RunStatus[] = ['succeeded', 'skipped'];

/** Starts a run again, as a whole or those of its jobs that have failed: another attempt of the same run. */
export function createRerun(
  options: OperateOptions,
  operation: 'rerun' | 'rerunFailed',
): SourceOperation {
  const { client, lacks } = options;
  const { path: last, asked } = CALLS[operation];
  return {
    operation,
    subject: 'run',
    resources: [],
    unavailable: subject => {
      const { status } = runOf(subject).status;
      if (status !== 'unknown' && !isTerminalRun(status)) {
        return 'it has not ended';
      }
      return operation === 'rerunFailed' && FINE.includes(status)
        ? 'none of its jobs has failed'
        : lacks.reason(asked);
    },
    async start({ subject }, context) {
      const { path, id, run: observed } = placeOf(subject, client.host);
      const call = callOf(options, path, context);
      const run = (await readRunNode(call, id))!;
      if (!hasEnded(run) || attemptOf(run) > (observed.attempt ?? 1)) {
        throw new SourceFailure(
          'configuration',
          `Run ${id} of ${call.name} was started again meanwhile, or has not ended`,
        );
      }
      const { status, message } = await call.send({
        asked,
        method: 'POST',
        path: ['actions', 'runs', String(id), last],
        accept: [400, 404, 405, 409, 422],
      });
      if (status === 404 || status === 405) {
        // The run itself was there a moment ago.
        throw await lacks.note(call, asked);
      }
      if (status >= 400) {
        throw new SourceFailure(
          'configuration',
          `Run ${id} of ${call.name} cannot be started again${
            message ? `: ${message}` : ''
          }`,
        );
      }
      return handleOf({ path, id, attempt: attemptOf(run) + 1 });
    },
    async find({ subject, since }, context) {
      const place = placeOf(subject, client.host);
      const call = callOf(options, place.path, context);
      const found = await seekRerun(call, place, since);
      return found === undefined || found === 'unsure'
        ? found
        : handleOf(found);
    },
    follow(handle, context) {
      const run = readHandle(handle)!;
      return followRun(callOf(options, run.path, context), run);
    },
  };
}
