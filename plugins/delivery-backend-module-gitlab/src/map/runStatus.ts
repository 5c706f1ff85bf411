import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';

/** The words of pipelines, jobs and bridges alike. */
export const RUN_STATUS: Readonly<Record<string, RunStatus>> = {
  created: 'queued',
  pending: 'queued',
  preparing: 'queued',
  running: 'running',
  canceling: 'running',
  waiting_for_resource: 'waiting',
  waiting_for_callback: 'waiting',
  manual: 'waiting',
  scheduled: 'waiting',
  success: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
  skipped: 'skipped',
};

/** The status of a pipeline, job or bridge; a word that is not listed is unknown, never a success. */
export function runStatus(raw: string | null | undefined): Judged<RunStatus> {
  if (!raw) {
    return { status: 'unknown', reason: 'no status was told' };
  }
  if (Object.hasOwn(RUN_STATUS, raw)) {
    return { status: RUN_STATUS[raw], raw };
  }
  const word = raw.slice(0, 60);
  return {
    status: 'unknown',
    raw: word,
    reason: `the status '${word}' is not known`,
  };
}
