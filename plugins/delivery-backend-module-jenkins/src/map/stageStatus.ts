import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';

/** What the words of the stage view mean (`StatusExt` of pipeline-rest-api). */
const STATUSES: Readonly<Record<string, RunStatus>> = {
  NOT_EXECUTED: 'skipped',
  QUEUED: 'queued',
  IN_PROGRESS: 'running',
  PAUSED_PENDING_INPUT: 'waiting',
  SUCCESS: 'succeeded',
  UNSTABLE: 'failed',
  FAILED: 'failed',
  ABORTED: 'cancelled',
};

/** The word for a build or a stage that waits for a person. */
export const WAITS_FOR_INPUT = 'PAUSED_PENDING_INPUT';

/** The status of a stage; a word that is not listed is unknown, never a success. */
export function stageStatus(
  status: string | null | undefined,
): Judged<RunStatus> {
  if (!status) {
    return { status: 'unknown', reason: 'no status was told' };
  }
  const raw = status.slice(0, 60);
  return Object.hasOwn(STATUSES, raw)
    ? { status: STATUSES[raw], raw }
    : { status: 'unknown', raw, reason: `the status '${raw}' is not known` };
}
