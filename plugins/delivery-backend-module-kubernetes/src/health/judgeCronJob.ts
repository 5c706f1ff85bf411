import type {
  HealthStatus,
  Judged,
  Schedule,
} from '@throughline/plugin-delivery-common';
import { judge } from './judge';

/** One run of a CronJob, as its Job tells. */
export interface CronRun {
  state: 'active' | 'succeeded' | 'failed';
  /** ISO 8601 */
  startedAt: string;
  reason?: string;
}

/**
 * Judges a CronJob by the newest of its runs that has ended. Where no run is known (their history is limited), the
 * CronJob's own times must do: they tell a success, but not a failure.
 *
 * @param runs - undefined where Jobs cannot be seen
 */
export function judgeCronJob(
  schedule: Schedule,
  runs: readonly CronRun[] | undefined,
): Judged<HealthStatus> {
  const newest = [...(runs ?? [])].sort((one, other) =>
    one.startedAt < other.startedAt ? 1 : -1,
  );
  const ended = newest.find(run => run.state !== 'active');
  const failed = ended?.state === 'failed';
  if (schedule.suspended) {
    return judge(
      'suspended',
      failed ? 'it is suspended; its last run failed' : 'it is suspended',
      'Suspended',
    );
  }
  if (failed) {
    return judge(
      'degraded',
      `its last run failed${ended?.reason ? `: ${ended.reason}` : ''}`,
      ended?.reason ?? 'Failed',
    );
  }
  const lastKnown = ended ?? newest[0];
  if (ended && !missesRun(schedule, lastKnown.startedAt)) {
    return judge('healthy', undefined, 'Complete');
  }
  if (newest[0]?.state === 'active') {
    return judge('progressing', 'its first known run is under way', 'Active');
  }
  if (!schedule.lastRunAt) {
    return judge('unknown', 'it has not run yet');
  }
  return schedule.lastSuccessAt && schedule.lastSuccessAt >= schedule.lastRunAt
    ? judge('healthy', undefined, 'Complete')
    : judge('unknown', 'how its last run ended is not known any more');
}

/** Whether the CronJob started a run later than the newest that is known; a minute is the Job's way to its start. */
function missesRun(schedule: Schedule, startedAt: string): boolean {
  if (!schedule.lastRunAt) {
    return false;
  }
  return Date.parse(schedule.lastRunAt) - Date.parse(startedAt) > 60_000;
}
