import type {
  HealthStatus,
  Judged,
  SyncStatus,
} from '@throughline/plugin-delivery-common';
import type { Checks } from './readChecks';
import type { PlanSummary } from './readPlan';

const HOUR_MS = 3_600_000;

/** Clocks differ; a plan that is dated later than this says nothing of its age. */
const SKEW_MS = HOUR_MS;

/** The age of a plan in milliseconds; NaN where it does not tell. */
export function ageOf(plannedAt: string | undefined, now: number): number {
  return now - Date.parse(plannedAt ?? '');
}

/** Whether a plan is dated in the future, further than clocks differ. */
export function isDatedAhead(age: number): boolean {
  return age < -SKEW_MS;
}

/**
 * Whether the infrastructure is what its configuration asks for, by its last plan. No reason holds an age, which ticks:
 * the verdict turns once, when the plan gets too old.
 */
export function judgeSync(
  plan: PlanSummary,
  options: { plannedAt?: string; now: number; maxAgeMs: number },
): Judged<SyncStatus> {
  const unfit = whyUnfit(plan, options);
  if (unfit) {
    return unfit;
  }
  const { changes, drift } = plan;
  if (changes.length > 0) {
    return outOfSync(`the plan would change ${inWords(changes.length)}`);
  }
  if (drift.length > 0) {
    return outOfSync(
      `${inWords(
        drift.length,
      )} changed outside of Terraform, which the plan accepts`,
    );
  }
  if (plan.unread > 0) {
    return unknown('some of the changes in the plan could not be read');
  }
  if (plan.refreshOnly) {
    return unknown(
      'the plan was made to refresh only, and does not compare with the configuration',
    );
  }
  if (!plan.complete) {
    return unknown('the plan is not complete');
  }
  return plan.applyable
    ? outOfSync('the plan would change outputs or the state only')
    : { status: 'synced', reason: 'the plan would change nothing' };
}

/** How the infrastructure fares: only its own checks can tell, and those of a plan that is too old cannot. */
export function judgeHealth(
  plan: { checks: Checks; fresh: boolean } | undefined,
  state: Checks | undefined,
): Judged<HealthStatus> {
  const failed = [
    ...(plan?.fresh ? plan.checks.failed : []),
    ...(plan?.fresh ? [] : state?.failed ?? []),
  ];
  if (failed.length > 0) {
    return {
      status: 'degraded',
      reason: `${failed[0]} failed${
        failed.length > 1 ? `, and ${failed.length - 1} more` : ''
      }`,
    };
  }
  if (plan?.fresh && plan.checks.doubtful > 0) {
    return {
      status: 'unknown',
      reason: 'some of its checks could not be told',
    };
  }
  return plan?.fresh && plan.checks.passed > 0
    ? { status: 'healthy', reason: 'all of its checks passed' }
    : {
        status: 'unknown',
        reason: 'not observed: nothing tells how the infrastructure fares',
      };
}

function whyUnfit(
  plan: PlanSummary,
  options: { plannedAt?: string; now: number; maxAgeMs: number },
): Judged<SyncStatus> | undefined {
  if (plan.errored) {
    return { ...unknown('the plan ended with an error'), raw: 'errored' };
  }
  const age = ageOf(options.plannedAt, options.now);
  if (Number.isNaN(age)) {
    return unknown('the plan does not tell when it was made');
  }
  if (isDatedAhead(age)) {
    return unknown('the plan is dated in the future');
  }
  return age > options.maxAgeMs
    ? unknown(`the plan is older than ${durationOf(options.maxAgeMs)}`)
    : undefined;
}

function durationOf(ms: number): string {
  return ms >= HOUR_MS
    ? `${Number((ms / HOUR_MS).toFixed(1))} h`
    : `${Math.round(ms / 60_000)} min`;
}

function inWords(count: number): string {
  return count === 1 ? '1 resource' : `${count} resources`;
}

function unknown(reason: string): Judged<SyncStatus> {
  return { status: 'unknown', reason };
}

function outOfSync(reason: string): Judged<SyncStatus> {
  return { status: 'outOfSync', reason };
}
