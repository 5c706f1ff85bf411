import { cleanMessage } from '@throughline/plugin-delivery-node';
import { readChecks, type Checks } from './readChecks';
import { Plan, ResourceChange } from './schemas';
import { requireFormat, UnreadableDocument } from './UnreadableDocument';

/** One resource and what a plan says of it. */
export interface PlannedResource {
  address: string;
  type: string;
  /** As the plan has it: `update`, or `delete,create`. */
  action: string;
}

/** What is kept of a plan. */
export interface PlanSummary {
  /** ISO 8601 */
  plannedAt?: string;
  counts: { add: number; change: number; destroy: number; import: number };
  /** Whether it was made to refresh the state only, and says nothing of the configuration. */
  refreshOnly: boolean;
  errored: boolean;
  complete: boolean;
  applyable: boolean;
  /** Resources that it would change. */
  changes: PlannedResource[];
  /** Resources that were changed outside of Terraform; sorted by address. */
  drift: PlannedResource[];
  /** How many entries could not be read or have an action that is not known. */
  unread: number;
  checks: Checks;
}

type Count = 'add' | 'change' | 'destroy';

/** What each combination of actions counts as. Reading data and opening what is ephemeral changes nothing. */
const ACTIONS: Record<string, Count[] | 'nothing'> = {
  'no-op': 'nothing',
  read: 'nothing',
  open: 'nothing',
  create: ['add'],
  update: ['change'],
  delete: ['destroy'],
  'delete,create': ['add', 'destroy'],
  'create,delete': ['add', 'destroy'],
  forget: [],
  'create,forget': ['add'],
  'forget,create': ['add'],
};

/**
 * Reads a plan as `terraform show -json` writes it.
 *
 * @throws UnreadableDocument
 */
export function readPlan(document: unknown): PlanSummary {
  const plan = Plan.safeParse(document).data;
  if (!plan) {
    throw new UnreadableDocument(
      'it is not a plan as `terraform show -json <plan file>` writes it',
    );
  }
  requireFormat(plan.format_version);
  const summary: PlanSummary = {
    plannedAt: timeOf(plan.timestamp),
    counts: { add: 0, change: 0, destroy: 0, import: 0 },
    refreshOnly: plan.resource_changes === undefined,
    errored: plan.errored ?? false,
    complete: plan.complete ?? true,
    applyable: plan.applyable ?? false,
    changes: [],
    drift: [],
    unread: 0,
    checks: readChecks(plan.checks ?? []),
  };
  for (const item of plan.resource_changes ?? []) {
    takeChange(summary, item);
  }
  for (const item of plan.resource_drift ?? []) {
    takeDrift(summary, item);
  }
  summary.drift.sort((a, b) => (a.address < b.address ? -1 : 1));
  return summary;
}

function takeChange(summary: PlanSummary, item: unknown): void {
  const resource = ResourceChange.safeParse(item).data;
  const action = resource?.change.actions.join(',') ?? '';
  const counts = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!resource || !counts) {
    summary.unread += 1;
    return;
  }
  const { importing } = resource.change;
  if (importing) {
    summary.counts.import += 1;
  }
  if (counts !== 'nothing') {
    counts.forEach(count => {
      summary.counts[count] += 1;
    });
  }
  if (counts !== 'nothing' || importing) {
    summary.changes.push(shown(resource, action));
  }
}

function takeDrift(summary: PlanSummary, item: unknown): void {
  const resource = ResourceChange.safeParse(item).data;
  const action = resource?.change.actions.join(',') ?? '';
  if (!resource || !Object.hasOwn(ACTIONS, action)) {
    summary.unread += 1;
  } else if (ACTIONS[action] !== 'nothing') {
    summary.drift.push(shown(resource, action));
  }
}

function shown(
  { address, type }: { address: string; type: string },
  action: string,
): PlannedResource {
  return {
    address: cleanMessage(address, 300) || 'resource without address',
    type: cleanMessage(type, 100) || 'resource',
    action,
  };
}

function timeOf(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return time > 0 ? new Date(time).toISOString() : undefined;
}
