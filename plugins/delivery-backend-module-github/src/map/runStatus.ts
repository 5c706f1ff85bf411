import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';

const STATUS: Readonly<Record<string, RunStatus>> = {
  queued: 'queued',
  requested: 'queued',
  pending: 'queued',
  waiting: 'waiting',
  in_progress: 'running',
};

const CONCLUSION: Readonly<Record<string, RunStatus>> = {
  success: 'succeeded',
  neutral: 'succeeded',
  failure: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
  cancelled: 'cancelled',
  stale: 'cancelled',
  skipped: 'skipped',
  action_required: 'waiting',
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
    const known = lookUp(STATUS, status);
    return known
      ? { status: known, raw: status }
      : unlisted(status, 'the status');
  }
  if (!conclusion) {
    return {
      status: 'unknown',
      raw: status,
      reason: 'completed without a conclusion',
    };
  }
  const known = lookUp(CONCLUSION, conclusion);
  return known
    ? { status: known, raw: conclusion }
    : unlisted(conclusion, 'the conclusion');
}

function unlisted(raw: string, what: string): Judged<RunStatus> {
  return {
    status: 'unknown',
    raw: raw.slice(0, 60),
    reason: `${what} '${raw.slice(0, 60)}' is not known`,
  };
}

function lookUp<T>(
  table: Readonly<Record<string, T>>,
  word: string,
): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
