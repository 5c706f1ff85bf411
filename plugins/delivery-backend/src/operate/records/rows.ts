import type {
  ApprovalView,
  OperationState,
  OperationType,
} from '@throughline/plugin-delivery-common';
import type {
  OperationOrder,
  OperationProgress,
  OperationRecord,
} from './OperationRecord';

/** A row of `operations`. */
export interface OperationRow {
  id: string;
  actor: string;
  idempotency_key: string;
  type: string;
  state: string;
  entity_ref: string;
  environment: string | null;
  search: string;
  request: string;
  progress: string;
  version: number | string;
  requested_at: string;
  updated_at: string;
  finished_at: string | null;
}

/** A row of `operation_approvals`. */
export interface ApprovalRow {
  operation_id: string;
  by: string;
  at: string;
  decision: string;
  comment: string | null;
}

/** Makes the record of a row. */
export function fromRow(
  row: OperationRow,
  approvals: readonly ApprovalRow[],
): OperationRecord {
  return {
    id: row.id,
    actor: row.actor,
    type: row.type as OperationType,
    state: row.state as OperationState,
    entityRef: row.entity_ref,
    ...(row.environment === null ? {} : { environment: row.environment }),
    order: JSON.parse(row.request) as OperationOrder,
    progress: JSON.parse(row.progress) as OperationProgress,
    approvals: approvals.map(each => ({
      by: each.by,
      at: each.at,
      decision: each.decision as ApprovalView['decision'],
      ...(each.comment === null ? {} : { comment: each.comment }),
    })),
    version: Number(row.version),
    requestedAt: row.requested_at,
    updatedAt: row.updated_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}

/** What a text search looks in: names, people, versions and words, in lower case. */
export function searchText(
  operation: Pick<
    OperationRecord,
    'entityRef' | 'actor' | 'order' | 'progress'
  >,
): string {
  const { order, progress } = operation;
  return [
    operation.entityRef,
    operation.actor,
    order.input.reason,
    order.from,
    order.to,
    ...progress.targets.map(({ name }) => name),
  ]
    .filter(Boolean)
    .join(' ')
    .toLocaleLowerCase('en-US')
    .slice(0, 4000);
}
