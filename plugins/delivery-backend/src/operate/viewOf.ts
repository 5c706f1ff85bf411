import {
  isTerminalOperation,
  type OperationView,
} from '@throughline/plugin-delivery-common';
import type { Judge } from './access/AccessJudge';
import { commitsOf, type OperationRecord } from './records';

/** An operation as pages show it, to one person. */
export function viewOf(record: OperationRecord, judge: Judge): OperationView {
  const { order, progress } = record;
  const { input } = order;
  const commits = commitsOf(progress.effects ?? []);
  return {
    id: record.id,
    type: record.type,
    state: record.state,
    entityRef: record.entityRef,
    ...(record.environment ? { environment: record.environment } : {}),
    targets: progress.targets.map(
      ({
        handle: _handle,
        starting: _starting,
        steps: _steps,
        url: _url,
        ...target
      }) => target,
    ),
    actor: record.actor,
    ...(input.reason ? { reason: input.reason } : {}),
    ...(input.parameters ? { parameters: input.parameters } : {}),
    breakGlass: order.breakGlass,
    ...(order.from ? { from: order.from } : {}),
    ...(order.to ? { to: order.to } : {}),
    gates: progress.gates,
    approvals: record.approvals,
    approvalsNeeded: order.approvalsNeeded,
    steps: progress.steps,
    ...(progress.message ? { message: progress.message } : {}),
    links: progress.links,
    ...(commits.length > 0 ? { commits } : {}),
    requestedAt: record.requestedAt,
    ...(progress.startedAt ? { startedAt: progress.startedAt } : {}),
    ...(record.finishedAt ? { finishedAt: record.finishedAt } : {}),
    may: mayOf(record, judge),
  };
}

function mayOf(record: OperationRecord, judge: Judge): OperationView['may'] {
  if (isTerminalOperation(record.state)) {
    return [];
  }
  const { ref } = judge.asker;
  const isOwn = ref === record.actor;
  const hasDecided = record.approvals.some(({ by }) => by === ref);
  const mayDecide =
    record.state === 'waiting' &&
    record.order.approvalsNeeded > 0 &&
    !isOwn &&
    !hasDecided &&
    record.order.resources.every(
      each => judge.objection('approve', each) === undefined,
    );
  return [
    ...(mayDecide ? (['approve', 'reject'] as const) : []),
    ...(isOwn && record.state !== 'running' ? (['cancel'] as const) : []),
  ];
}
