import type { OperationType } from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { commitEffect, deploymentEffect } from '../operate/records/effects';
import { inChunks } from '../store/itemTables';
import type { Ask } from '../store/QueryGatherer';
import type {
  EntityRecord,
  OperationSpan,
  StoredDeployment,
} from './EntityRecord';

const MAX_SPANS = 500;
const UNSEEN_MS = 24 * 3600_000;
/** What acts on pipelines and runs may deploy to any target of the entity. */
const OF_PIPELINES: readonly OperationType[] = [
  'runPipeline',
  'rerun',
  'rerunFailed',
];
/** What has not acted, and never will or not yet. */
const IDLE = ['refused', 'cancelled', 'waiting', 'queued'];

interface CauseRow {
  effect: string;
  id: string;
  type: OperationType;
  actor: string;
  entity_ref: string;
  requested_at: string;
}

interface SpanRow {
  type: OperationType;
  state: string;
  subject: string | null;
  requested_at: string;
  finished_at: string | null;
}

/** Adds the operations that brought deployments about, and when others were under way that may have. */
export async function addOperations(
  record: EntityRecord,
  deployments: readonly StoredDeployment[],
  { knex, ask }: { knex: Knex; ask: Ask },
): Promise<void> {
  const effects = [
    ...[...record.configCommits.values()].map(({ item }) =>
      commitEffect(item.sha),
    ),
    ...deployments.map(({ id }) => deploymentEffect(id)),
  ].filter(effect => !record.lookedFor.has(effect));
  if (effects.length === 0) {
    return;
  }
  effects.forEach(effect => record.lookedFor.add(effect));
  // All in one turn, so that it is one statement.
  const [spans, ...causes] = await Promise.all([
    loadSpans(record, { knex, ask }),
    ...inChunks([...new Set(effects)]).map(chunk =>
      ask<CauseRow>(
        knex('operation_effects')
          .join('operations', 'operations.id', 'operation_effects.operation_id')
          .whereIn('effect', chunk)
          .select(
            'effect',
            'id',
            'type',
            'actor',
            'entity_ref',
            'requested_at',
          ),
      ),
    ),
  ]);
  record.spans = spans;
  for (const row of causes.flat()) {
    const { effect, id, type, actor } = row;
    record.causes.set(effect, [
      ...(record.causes.get(effect) ?? []),
      {
        id,
        type,
        actor,
        entityRef: row.entity_ref,
        requestedAt: row.requested_at,
      },
    ]);
  }
}

async function loadSpans(
  record: EntityRecord,
  { knex, ask }: { knex: Knex; ask: Ask },
): Promise<OperationSpan[]> {
  const acting = () =>
    knex('operations')
      .leftJoin(
        'operation_subjects',
        'operation_subjects.operation_id',
        'operations.id',
      )
      .whereNotIn('state', IDLE)
      .orderBy('requested_at', 'desc')
      .limit(MAX_SPANS)
      .select('subject', 'type', 'state', 'requested_at', 'finished_at');
  const [onTargets, ofPipelines] = await Promise.all([
    ask<SpanRow>(
      acting().whereIn(
        'subject',
        record.targets.map(({ stored }) => stored.id),
      ),
    ),
    ask<SpanRow>(
      acting()
        .where('entity_ref', record.entity.ref)
        .whereIn('type', OF_PIPELINES as string[]),
    ),
  ]);
  return [...spansOf(onTargets), ...spansOf(ofPipelines)];
}

function spansOf(rows: readonly SpanRow[]): OperationSpan[] {
  const spans = rows.map(row => ({
    from: row.requested_at,
    ...(row.subject === null || OF_PIPELINES.includes(row.type)
      ? {}
      : { targetId: row.subject }),
    ...(row.finished_at === null ? {} : { to: endOf(row, row.finished_at) }),
  }));
  // Of what is older than those, nothing is known.
  return rows.length < MAX_SPANS
    ? spans
    : [...spans, { from: '', to: rows[rows.length - 1].requested_at }];
}

/** What nobody saw the end of may go on for a while. */
function endOf({ state }: SpanRow, finishedAt: string): string {
  return state === 'unknown'
    ? new Date(Date.parse(finishedAt) + UNSEEN_MS).toISOString()
    : finishedAt;
}
