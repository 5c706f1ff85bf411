import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';

/** `confirmable`: waits where somebody may confirm it, and goes on by itself otherwise. */
type Meaning = RunStatus | 'confirmable';

/**
 * What each status of a run means. The words are those of the API's schema and those that only its documentation has;
 * the two differ.
 */
export const RUN_STATUS_TABLE: Readonly<Record<string, Meaning>> = {
  pending: 'queued',
  fetching: 'queued',
  fetching_completed: 'queued',
  queuing: 'queued',
  plan_queued: 'queued',
  queuing_apply: 'queued',
  apply_queued: 'queued',
  pre_plan_running: 'running',
  pre_plan_completed: 'running',
  planning: 'running',
  post_plan_running: 'running',
  post_plan_completed: 'confirmable',
  cost_estimating: 'running',
  policy_checking: 'running',
  confirmed: 'running',
  pre_apply_running: 'running',
  pre_apply_completed: 'running',
  applying: 'running',
  post_apply_running: 'running',
  post_apply_completed: 'running',
  assessing: 'running',
  planned: 'confirmable',
  cost_estimated: 'confirmable',
  policy_checked: 'confirmable',
  tf_policy_checked: 'confirmable',
  tf_policy_override: 'waiting',
  policy_override: 'waiting',
  planned_and_saved: 'waiting',
  pre_plan_awaiting_decision: 'waiting',
  post_plan_awaiting_decision: 'waiting',
  pre_apply_awaiting_decision: 'waiting',
  applied: 'succeeded',
  planned_and_finished: 'succeeded',
  assessed: 'succeeded',
  errored: 'failed',
  policy_soft_failed: 'failed',
  discarded: 'cancelled',
  canceled: 'cancelled',
  force_canceled: 'cancelled',
};

/** Statuses from the confirmation on, while the infrastructure is being changed. */
const APPLYING: ReadonlySet<string> = new Set([
  'confirmed',
  'pre_apply_running',
  'pre_apply_completed',
  'pre_apply_awaiting_decision',
  'queuing_apply',
  'apply_queued',
  'applying',
  'post_apply_running',
  'post_apply_completed',
]);

/** Judges a run. That it can be confirmed is trusted over its status; a word that is not known is unknown. */
export function judgeRun(
  raw: string,
  isConfirmable: boolean,
): Judged<RunStatus> {
  const meaning = Object.hasOwn(RUN_STATUS_TABLE, raw)
    ? RUN_STATUS_TABLE[raw]
    : undefined;
  if (!meaning) {
    return {
      status: 'unknown',
      raw,
      reason: 'this status is not known here',
    };
  }
  const isOver = ['succeeded', 'failed', 'cancelled'].includes(meaning);
  if (isConfirmable && !isOver) {
    return { status: 'waiting', raw, reason: 'it waits for a confirmation' };
  }
  return { status: meaning === 'confirmable' ? 'running' : meaning, raw };
}

/** Whether a run with this status is changing the infrastructure. */
export function isApplying(raw: string): boolean {
  return APPLYING.has(raw);
}
