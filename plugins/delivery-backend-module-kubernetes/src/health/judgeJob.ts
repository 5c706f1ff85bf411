import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { conditionOf, type Conditions } from '../workloads/schemas';
import { judge } from './judge';

/** What a Job's health is judged by. */
export interface JobState {
  deletionTimestamp?: string | null;
  suspended: boolean;
  active: number;
  failed: number;
  conditions: Conditions;
}

/** Judges a Job: it is healthy only once it is complete. */
export function judgeJob(state: JobState): Judged<HealthStatus> {
  if (state.deletionTimestamp) {
    return judge('progressing', 'it is being deleted', 'Terminating');
  }
  for (const type of ['Failed', 'FailureTarget']) {
    const failed = conditionOf(state.conditions, type);
    if (failed?.status === 'True') {
      return judge(
        'degraded',
        failed.message || 'it failed',
        failed.reason ?? failed.type,
      );
    }
  }
  const complete = conditionOf(state.conditions, 'Complete');
  if (complete?.status === 'True') {
    return judge('healthy', undefined, complete.type);
  }
  if (
    state.suspended ||
    conditionOf(state.conditions, 'Suspended')?.status === 'True'
  ) {
    return judge('suspended', 'it is suspended', 'Suspended');
  }
  return judge(
    'progressing',
    state.active > 0
      ? `${state.active} pods are running${
          state.failed > 0 ? `, ${state.failed} have failed` : ''
        }`
      : 'it has not started yet',
  );
}
