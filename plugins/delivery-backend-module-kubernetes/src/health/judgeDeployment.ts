import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { conditionOf, type Conditions } from '../workloads/schemas';
import { judge, judgeFreshness } from './judge';

/** What a Deployment's health is judged by. */
export interface DeploymentState {
  deletionTimestamp?: string | null;
  generation?: number;
  observedGeneration?: number;
  paused?: boolean;
  desired: number;
  total: number;
  updated: number;
  ready: number;
  available: number;
  conditions: Conditions;
}

/** Judges a Deployment by its own status, as `kubectl rollout status` does, and by what it says failed. */
export function judgeDeployment(state: DeploymentState): Judged<HealthStatus> {
  const stale = judgeFreshness(state);
  if (stale) {
    return stale;
  }
  const progressing = conditionOf(state.conditions, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return judge(
      'degraded',
      `the rollout did not finish in time: ${state.updated} of ${state.desired} pods are updated, ${state.available} are available`,
      progressing.reason,
    );
  }
  const failure = conditionOf(state.conditions, 'ReplicaFailure');
  if (failure?.status === 'True') {
    return judge(
      'degraded',
      failure.message ?? 'pods cannot be created',
      failure.reason ?? failure.type,
    );
  }
  if (state.paused) {
    return judge('suspended', 'its rollout is paused', 'DeploymentPaused');
  }
  return judgeCounts(state, progressing?.reason);
}

function judgeCounts(
  state: DeploymentState,
  reason: string | undefined,
): Judged<HealthStatus> {
  const { desired, total, updated } = state;
  const available = Math.min(state.available, state.ready);
  if (updated < desired) {
    return judge(
      'progressing',
      `${updated} of ${desired} pods are updated`,
      reason,
    );
  }
  if (total > updated) {
    return judge(
      'progressing',
      `${total - updated} pods of an older revision are still there`,
      reason,
    );
  }
  if (total > desired || updated > desired) {
    return judge(
      'progressing',
      `${Math.max(total, updated) - desired} pods are ending`,
      reason,
    );
  }
  if (total < desired) {
    return judge('progressing', `${total} of ${desired} pods exist`, reason);
  }
  if (available < desired) {
    const unavailable = conditionOf(state.conditions, 'Available');
    const settled = reason === 'NewReplicaSetAvailable';
    return judge(
      settled && unavailable?.status === 'False' ? 'degraded' : 'progressing',
      `${available} of ${desired} pods are available`,
      (settled && unavailable?.reason) || reason,
    );
  }
  return desired === 0
    ? judge('healthy', 'scaled to zero', reason)
    : judge('healthy', undefined, reason);
}
