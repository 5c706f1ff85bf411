import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Conditions } from '../objects/schemas';

/** What a PipelineRun or TaskRun says of itself. */
export interface RunState {
  conditions: Conditions;
  /** What was asked of it: `spec.status`. */
  asked?: string | null;
}

const SUCCEEDED = ['Succeeded', 'Completed'];
const CANCELLED = ['Cancelled', 'TaskRunCancelled'];
/** What `spec.status` and the reason of a run that is being ended say, in both kinds. */
const CANCELLING = [
  ...CANCELLED,
  'CancelledRunFinally',
  'StoppedRunFinally',
  'CancelledRunningFinally',
  'StoppedRunningFinally',
  'PipelineRunStopping',
];
const PENDING = 'PipelineRunPending';
const MAX_REASON = 200;

/**
 * The status of a PipelineRun or TaskRun, by its condition `Succeeded` alone: `True` with a reason that is known to
 * be a success, `False` with one of a cancellation or else a failure, `Unknown` while it goes on.
 */
export function judgeRun({ conditions, asked }: RunState): Judged<RunStatus> {
  const condition = conditions?.find(({ type }) => type === 'Succeeded');
  if (!condition) {
    return asked === PENDING
      ? { status: 'waiting', raw: PENDING, reason: 'it is held back' }
      : { status: 'queued' };
  }
  const { status, message } = condition;
  const word = condition.reason || status;
  const raw = cleanMessage(word, 100);
  const reason = cleanMessage(message || word, MAX_REASON) || status;
  switch (status) {
    case 'True':
      return SUCCEEDED.includes(word)
        ? { status: 'succeeded', raw }
        : {
            status: 'unknown',
            raw,
            reason: `it is said to have succeeded for a reason that is not known here: ${raw}`,
          };
    case 'False':
      return {
        status: CANCELLED.includes(word) ? 'cancelled' : 'failed',
        raw,
        reason,
      };
    case 'Unknown':
      return judgeUnended(raw, reason, asked);
    default:
      return {
        status: 'unknown',
        raw: cleanMessage(status, 100),
        reason: `the condition Succeeded is '${cleanMessage(status, 60)}'`,
      };
  }
}

function judgeUnended(
  raw: string,
  reason: string,
  asked: string | null | undefined,
): Judged<RunStatus> {
  if (raw === PENDING) {
    return { status: 'waiting', raw, reason };
  }
  const ending = CANCELLING.includes(raw) || CANCELLING.includes(asked ?? '');
  return {
    status: 'running',
    raw,
    ...(ending && { reason: 'it is being cancelled' }),
  };
}

/**
 * The status of a TaskRun. One that failed and has no end yet may be tried again, and has therefore not failed.
 *
 * @param ended - whether it has a time of completion
 * @param retried - how often it was tried before
 */
export function judgeTask(
  state: RunState & { ended: boolean; retried: number },
): Judged<RunStatus> {
  const judged = judgeRun(state);
  if (judged.status === 'failed' && !state.ended) {
    return {
      ...judged,
      status: 'running',
      reason: `it may be tried again after: ${judged.reason}`,
    };
  }
  return judged.status === 'running' && state.retried > 0
    ? { ...judged, reason: judged.reason ?? `attempt ${state.retried + 1}` }
    : judged;
}
