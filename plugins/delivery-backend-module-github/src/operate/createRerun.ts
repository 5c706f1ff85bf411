import {
  isTerminalRun,
  type RunStatus,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { followRun } from './followRun';
import type { OperateOptions } from './OperateOptions';
import { refuseNewer } from './refuseNewer';
import { handleOf, readHandle } from './RunHandle';
import { needRun, runOf, type RunPlace } from './RunPlace';
import { attemptOf, hasEnded } from './schemas';
import { seekRerun } from './seekRerun';
import { settled } from './settled';

const DAY_MS = 24 * 60 * 60 * 1000;
/** As its documentation has it. */
const MOST_DAYS = 30;
/** Of what ended so, there is nothing that has failed. */
const FINE: readonly RunStatus[] = ['succeeded', 'skipped'];

/** Starts a run again, as a whole or those of its jobs that have failed: another attempt of the same run. */
export function createRerun(
  options: OperateOptions,
  operation: 'rerun' | 'rerunFailed',
): SourceOperation {
  const { rule, paced, settleMs } = options;
  return {
    operation,
    subject: 'run',
    resources: [],
    unavailable: subject => {
      const place = runOf(subject, rule);
      return 'reason' in place ? place.reason : objection(place, operation);
    },
    async start({ subject }, context) {
      const place = needRun(subject, rule);
      const { name, id } = place;
      const { run } = await options.reader(context).run(name, id);
      refuseNewer(place, run);
      if (!hasEnded(run)) {
        throw new SourceFailure('configuration', `Run ${id} has not ended`);
      }
      await options
        .writer(context)
        .rerun(name, id, operation === 'rerun' ? 'rerun' : 'rerun-failed-jobs');
      return handleOf({ name, id, attempt: attemptOf(run) + 1 });
    },
    async find({ subject, since }, context) {
      const place = needRun(subject, rule);
      const reader = options.reader(context);
      const found = await settled(
        () => seekRerun(reader, place, since),
        settleMs,
        context.signal,
      );
      return found === undefined || found === 'unsure'
        ? found
        : handleOf(found);
    },
    follow: (handle, context) =>
      paced.take(JSON.stringify(handle), () =>
        followRun(options.reader(context), readHandle(handle, rule)!),
      ),
  };
}

function objection(
  { run: { status, createdAt } }: RunPlace,
  operation: 'rerun' | 'rerunFailed',
): string | undefined {
  if (status.status !== 'unknown' && !isTerminalRun(status.status)) {
    return 'it has not ended';
  }
  if (Date.now() - Date.parse(createdAt) > MOST_DAYS * DAY_MS) {
    return `GitHub starts no run again after ${MOST_DAYS} days`;
  }
  return operation === 'rerunFailed' && FINE.includes(status.status)
    ? 'none of its jobs has failed'
    : undefined;
}
