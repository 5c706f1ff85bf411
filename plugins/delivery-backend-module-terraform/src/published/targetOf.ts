import type { TargetCondition } from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { PublishedConfig } from '../config/readPublished';
import { ageOf, isDatedAhead, judgeHealth, judgeSync } from './judge';
import type { Checks } from './readChecks';
import type { PlanSummary } from './readPlan';
import type { StateSummary } from './readState';

const MAX_DRIFTED = 200;

/** What was fetched of an entry. */
export interface Fetched {
  plan?: PlanSummary;
  /** When the server says that the plan was written, for one that does not tell itself. ISO 8601. */
  planWrittenAt?: string;
  state?: StateSummary;
}

/** Tells an entry as a target. */
export function targetOf(
  entry: PublishedConfig,
  { plan, planWrittenAt, state }: Fetched,
  now: number,
): TargetItem {
  const plannedAt = plan?.plannedAt ?? planWrittenAt;
  const sync = plan
    ? judgeSync(plan, { plannedAt, now, maxAgeMs: entry.maxPlanAgeMs })
    : {
        status: 'unknown' as const,
        reason:
          'no plan is published, and a state alone does not tell what is asked for',
      };
  const age = ageOf(plannedAt, now);
  const fresh =
    plan !== undefined && age <= entry.maxPlanAgeMs && !isDatedAhead(age);
  const conditions = conditionsOf(plan?.checks ?? state?.checks);
  const drift = plan?.drift ?? [];
  return {
    kind: 'target',
    key: entry.key,
    type: 'infrastructure',
    resource: 'Workspace',
    name: entry.name,
    labels: entry.environment ? { environment: entry.environment } : {},
    desired: entry.repository
      ? [{ url: entry.repository, ...(entry.path && { path: entry.path }) }]
      : [],
    sync,
    health: judgeHealth(
      plan && { checks: plan.checks, fresh: fresh && !plan.errored },
      state?.checks,
    ),
    images: [],
    imagesAre: 'desired',
    ...(drift.length > 0 && {
      drift: {
        count: drift.length,
        resources: drift
          .slice(0, MAX_DRIFTED)
          .map(({ address, type, action }) => ({
            kind: type,
            name: address,
            status: action,
            message:
              action === 'delete'
                ? 'gone, and not by Terraform'
                : 'changed outside of Terraform',
          })),
      },
    }),
    ...(conditions.length > 0 && { conditions }),
    ...(plan && {
      plan: {
        add: plan.counts.add,
        change: plan.counts.change,
        destroy: plan.counts.destroy,
        ...(plan.counts.import > 0 && { import: plan.counts.import }),
        ...(plannedAt && { plannedAt }),
      },
    }),
  };
}

function conditionsOf(checks: Checks | undefined): TargetCondition[] {
  return (checks?.failed ?? []).slice(0, 20).map(address => ({
    type: 'CheckFailed',
    message: `${address} failed`,
    severity: 'warning',
  }));
}
