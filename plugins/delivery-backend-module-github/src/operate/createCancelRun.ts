import type {
  OperationProgress,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { isTerminalRun } from '@throughline/plugin-delivery-common';
import { runStatus } from '../map/runStatus';
import { webUrl } from '../map/text';
import type { ActionsReader } from './ActionsReader';
import { readAttempt } from './followRun';
import type { OperateOptions } from './OperateOptions';
import { isNewer, refuseNewer } from './refuseNewer';
import { handleOf, readHandle, type RunHandle } from './RunHandle';
import { needRun, runOf } from './RunPlace';
import { attemptOf, hasEnded } from './schemas';

/** Cancels a run. Asked again, it changes nothing. */
export function createCancelRun(options: OperateOptions): SourceOperation {
  const { rule, paced } = options;
  return {
    operation: 'cancelRun',
    subject: 'run',
    resources: [],
    unavailable: subject => {
      const place = runOf(subject, rule);
      if ('reason' in place) {
        return place.reason;
      }
      const { status, raw } = place.run.status;
      if (raw === 'action_required') {
        return 'none of it runs: it waits for an approval at GitHub';
      }
      return isTerminalRun(status) ? 'it has ended' : undefined;
    },
    async start({ subject }, context) {
      const place = needRun(subject, rule);
      const { name, id } = place;
      const { run } = await options.reader(context).run(name, id);
      refuseNewer(place, run);
      await options.writer(context).cancel(name, id);
      return handleOf({ name, id, attempt: attemptOf(run) });
    },
    async find({ subject }, context) {
      const { name, id, run: observed } = needRun(subject, rule);
      const { run } = await options.reader(context).run(name, id);
      // GitHub does not tell that it is about to end a run; to ask again does no harm.
      if (!hasEnded(run) && !isNewer(observed.attempt, run)) {
        return undefined;
      }
      const attempt = observed.attempt ?? attemptOf(run);
      return handleOf({ name, id, attempt });
    },
    follow: (handle, context) =>
      paced.take(JSON.stringify(['cancel', handle]), () =>
        follow(options.reader(context), readHandle(handle, rule)!),
      ),
  };
}

async function follow(
  reader: ActionsReader,
  handle: RunHandle,
): Promise<OperationProgress> {
  const run = await readAttempt(reader, handle);
  const url = webUrl(run?.html_url);
  const shared = url ? { url } : {};
  if (!run || !hasEnded(run)) {
    return {
      ...shared,
      state: 'running',
      message: 'GitHub lets its jobs come to an end',
    };
  }
  const { status, raw } = runStatus(run.status, run.conclusion);
  return status === 'cancelled'
    ? { ...shared, state: 'succeeded' }
    : {
        ...shared,
        state: status === 'unknown' ? 'unknown' : 'failed',
        message: `the run was not cancelled: it ended as ${raw}`,
      };
}
