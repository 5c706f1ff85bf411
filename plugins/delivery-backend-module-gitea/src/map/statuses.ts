import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';

/** What runs and jobs say before they have ended. */
export const STATUS: Readonly<Record<string, RunStatus>> = {
  pending: 'queued',
  queued: 'queued',
  // What Gitea itself calls blocked: it waits for another job, or for somebody to allow it.
  waiting: 'waiting',
  in_progress: 'running',
};

/** How runs and jobs end. */
export const CONCLUSION: Readonly<Record<string, RunStatus>> = {
  success: 'succeeded',
  failure: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
};

/** The states of all statuses of a commit together. A warning is neither a success nor a failure, and not vouched for. */
export const COMMIT_STATE: Readonly<Record<string, RunStatus>> = {
  pending: 'running',
  success: 'succeeded',
  error: 'failed',
  failure: 'failed',
  skipped: 'skipped',
};

/** The status of a run or a job; a word that is not listed is unknown, never a success. */
export function runStatus(
  status: string | null | undefined,
  conclusion: string | null | undefined,
): Judged<RunStatus> {
  if (!status) {
    return { status: 'unknown', reason: 'no status was told' };
  }
  if (status !== 'completed') {
    return lookUp(STATUS, status, 'the status');
  }
  return conclusion
    ? lookUp(CONCLUSION, conclusion, 'the conclusion')
    : {
        status: 'unknown',
        raw: status,
        reason: 'completed without a conclusion',
      };
}

/** What all statuses of a commit say together. */
export function commitState(state: string): Judged<RunStatus> {
  return lookUp(COMMIT_STATE, state, 'the state');
}

function lookUp(
  table: Readonly<Record<string, RunStatus>>,
  word: string,
  what: string,
): Judged<RunStatus> {
  const raw = word.slice(0, 60);
  return Object.hasOwn(table, word)
    ? { status: table[word], raw }
    : { status: 'unknown', raw, reason: `${what} '${raw}' is not known` };
}
