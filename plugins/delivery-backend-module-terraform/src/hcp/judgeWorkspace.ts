import type { z } from 'zod';
import type {
  HealthStatus,
  Judged,
  RunStatus,
  SyncStatus,
} from '@throughline/plugin-delivery-common';
import { isApplying, judgeRun } from './runStatus';
import type { Assessment, RunObject, WorkspaceObject } from './schemas';

/** The result of a drift detection, as it was parsed. */
export type AssessmentResult = z.infer<typeof Assessment>['attributes'];

/** What a workspace is judged by. */
export interface Grounds {
  workspace: WorkspaceObject;
  run?: RunObject;
  assessment?: AssessmentResult;
}

/** A run, judged. */
export function statusOf(run: RunObject): Judged<RunStatus> {
  const { status, actions } = run.attributes;
  return judgeRun(status, actions?.['is-confirmable'] === true);
}

/** Whether what exists is what the configuration asks for: by the run that is on, then by the last drift detection. */
export function judgeSync(grounds: Grounds): Judged<SyncStatus> {
  return (grounds.run && syncByRun(grounds.run)) ?? syncByAssessment(grounds);
}

/** How the infrastructure fares: by the last run, then by the checks of the last drift detection. */
export function judgeHealth({
  run,
  assessment,
}: Grounds): Judged<HealthStatus> {
  return (run && healthByRun(run)) ?? healthByChecks(assessment);
}

function syncByRun(run: RunObject): Judged<SyncStatus> | undefined {
  const { status: raw, 'has-changes': hasChanges } = run.attributes;
  switch (statusOf(run).status) {
    case 'waiting':
      return hasChanges === true
        ? { status: 'outOfSync', raw, reason: 'a plan waits to be applied' }
        : { status: 'unknown', raw, reason: 'the last run waits' };
    case 'queued':
    case 'running':
      return { status: 'unknown', raw, reason: 'a run is under way' };
    case 'failed':
    case 'cancelled':
      return hasChanges === true
        ? { status: 'outOfSync', raw, reason: 'the last plan was not applied' }
        : { status: 'unknown', raw, reason: 'the last run came to nothing' };
    case 'succeeded':
      return raw === 'planned_and_finished' && hasChanges === true
        ? { status: 'outOfSync', raw, reason: 'the last plan was not applied' }
        : undefined;
    default:
      return {
        status: 'unknown',
        raw,
        reason: 'the status of the last run is not known here',
      };
  }
}

function syncByAssessment({
  workspace,
  assessment,
}: Grounds): Judged<SyncStatus> {
  if (workspace.attributes['assessments-enabled'] !== true) {
    return unknown(
      'drift detection (health assessments) is off for this workspace',
    );
  }
  if (!assessment) {
    return unknown('drift was never looked for, or the token may not see it');
  }
  if (assessment.succeeded !== true) {
    return unknown('the last drift detection failed');
  }
  switch (assessment.drifted) {
    case true:
      return {
        status: 'outOfSync',
        raw: 'drifted',
        reason: 'it was changed outside of Terraform',
      };
    case false:
      return (assessment['resources-drifted'] ?? 0) === 0
        ? { status: 'synced', reason: 'the last drift detection found none' }
        : unknown('the last drift detection contradicts itself');
    default:
      return unknown('the last drift detection does not tell');
  }
}

function healthByRun(run: RunObject): Judged<HealthStatus> | undefined {
  const { status: raw, 'status-timestamps': times } = run.attributes;
  const { status } = statusOf(run);
  if (isApplying(raw)) {
    return { status: 'progressing', raw, reason: 'a plan is being applied' };
  }
  if (raw === 'errored') {
    return { status: 'degraded', raw, reason: 'the last run failed' };
  }
  if (status === 'cancelled' && times?.['applying-at']) {
    return {
      status: 'unknown',
      raw,
      reason: 'the last run was cancelled while it applied',
    };
  }
  return status === 'unknown'
    ? {
        status: 'unknown',
        raw,
        reason: 'the status of the last run is not known here',
      }
    : undefined;
}

function healthByChecks(
  assessment: AssessmentResult | undefined,
): Judged<HealthStatus> {
  const passed = assessment?.['checks-passed'] ?? 0;
  const failed = assessment?.['checks-failed'] ?? 0;
  const doubtful =
    (assessment?.['checks-errored'] ?? 0) +
    (assessment?.['checks-unknown'] ?? 0);
  if (failed > 0) {
    return { status: 'degraded', reason: 'some of its checks failed' };
  }
  if (doubtful > 0) {
    return {
      status: 'unknown',
      reason: 'some of its checks could not be told',
    };
  }
  return passed > 0 &&
    assessment?.succeeded === true &&
    assessment['all-checks-succeeded'] === true
    ? { status: 'healthy', reason: 'all of its checks passed' }
    : {
        status: 'unknown',
        reason: 'not observed: nothing tells how the infrastructure fares',
      };
}

function unknown(reason: string): Judged<SyncStatus> {
  return { status: 'unknown', reason };
}
