import {
  isTerminalOperation,
  type ApprovalView,
  type OperationsQuery,
} from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { decodeCursor } from '../../read/cursor';
import { whereVisible, type Visible } from '../../read/Visible';
import type { FleetFreeze, OperationRecord } from './OperationRecord';
import {
  OPEN_STATES,
  type NewOperation,
  type OperationStore,
} from './OperationStore';
import {
  fromRow,
  searchText,
  type ApprovalRow,
  type OperationRow,
} from './rows';

const FREEZE_ID = 1;
const MAX_OPEN = 2000;

/** Keeps operations in the plugin's database. */
export class DatabaseOperationStore implements OperationStore {
  constructor(private readonly knex: Knex) {}

  async add(
    operation: NewOperation,
  ): Promise<{ record: OperationRecord; isNew: boolean }> {
    const { id, actor, idempotencyKey } = operation;
    const isNew = await this.knex.transaction(async trx => {
      const inserted = await trx<OperationRow>('operations')
        .insert({
          id,
          actor,
          idempotency_key: idempotencyKey,
          type: operation.type,
          state: operation.state,
          entity_ref: operation.entityRef,
          environment: operation.environment ?? null,
          search: searchText(operation),
          request: JSON.stringify(operation.order),
          progress: JSON.stringify(operation.progress),
          version: 1,
          requested_at: operation.requestedAt,
          updated_at: operation.requestedAt,
          finished_at: isTerminalOperation(operation.state)
            ? operation.requestedAt
            : null,
        })
        .onConflict(['actor', 'idempotency_key'])
        .ignore()
        .returning('id');
      if (inserted.length > 0 && operation.subjects.length > 0) {
        await trx('operation_subjects').insert(
          [...new Set(operation.subjects)].map(subject => ({
            operation_id: id,
            subject,
          })),
        );
      }
      return inserted.length > 0;
    });
    const row = await this.knex<OperationRow>('operations')
      .where({ actor, idempotency_key: idempotencyKey })
      .first();
    const [record] = await this.#records(row ? [row] : []);
    return { record, isNew };
  }

  async get(id: string): Promise<OperationRecord | undefined> {
    const rows = await this.knex<OperationRow>('operations').where({ id });
    return (await this.#records(rows))[0];
  }

  async open(): Promise<OperationRecord[]> {
    return this.#records(
      await this.knex<OperationRow>('operations')
        .whereIn('state', OPEN_STATES as string[])
        .orderBy(['requested_at', 'id'])
        .limit(MAX_OPEN),
    );
  }

  async ofEntity(entityRef: string, limit: number): Promise<OperationRecord[]> {
    const of = () =>
      this.knex<OperationRow>('operations')
        .where('entity_ref', entityRef)
        .orderBy([
          { column: 'requested_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit);
    const open = await of().whereIn('state', OPEN_STATES as string[]);
    const ended = await of().whereNotIn('state', OPEN_STATES as string[]);
    return this.#records([...open, ...ended]);
  }

  async search(
    query: OperationsQuery & { limit: number },
    visible: Visible,
  ): Promise<OperationRecord[]> {
    const rows = whereVisible(
      this.knex<OperationRow>('operations'),
      'entity_ref',
      visible,
    )
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit);
    if (query.text) {
      const text = query.text.toLocaleLowerCase('en-US');
      rows.where(found =>
        found
          .whereRaw("search like ? escape '\\'", [
            `%${text.replace(/[\\%_]/g, '\\$&')}%`,
          ])
          // Links to an operation are a search for its id.
          .orWhere('id', text),
      );
    }
    if (query.entityRef) {
      rows.where('entity_ref', query.entityRef);
    }
    if (query.actor) {
      rows.where('actor', query.actor);
    }
    for (const [column, values] of [
      ['environment', query.environments],
      ['type', query.types],
      ['state', query.states],
    ] as const) {
      if (values && values.length > 0) {
        rows.whereIn(column, values as string[]);
      }
    }
    if (query.from) {
      rows.where('requested_at', '>=', new Date(query.from).toISOString());
    }
    if (query.to) {
      rows.where('requested_at', '<', new Date(query.to).toISOString());
    }
    if (query.cursor) {
      const { at, id } = decodeCursor(
        query.cursor,
        z.object({ at: z.string(), id: z.string() }),
      );
      rows.where(earlier =>
        earlier
          .where('requested_at', '<', at)
          .orWhere(same => same.where('requested_at', at).where('id', '<', id)),
      );
    }
    return this.#records((await rows) as OperationRow[]);
  }

  async save(
    record: OperationRecord,
    change: Partial<Pick<OperationRecord, 'state' | 'progress'>>,
  ): Promise<OperationRecord | undefined> {
    const next = { ...record, ...change, version: record.version + 1 };
    const now = new Date().toISOString();
    const finishedAt = isTerminalOperation(next.state)
      ? record.finishedAt ?? now
      : undefined;
    const effects = (next.progress.effects ?? []).filter(
      each => !record.progress.effects?.includes(each),
    );
    const updated = await this.knex.transaction(async trx => {
      const count = await trx<OperationRow>('operations')
        .where({ id: record.id, version: record.version })
        .update({
          state: next.state,
          progress: JSON.stringify(next.progress),
          version: next.version,
          updated_at: now,
          finished_at: finishedAt ?? null,
        });
      if (count > 0 && effects.length > 0) {
        await trx('operation_effects')
          .insert(effects.map(effect => ({ operation_id: record.id, effect })))
          .onConflict(['operation_id', 'effect'])
          .ignore();
      }
      return count;
    });
    return updated > 0
      ? { ...next, updatedAt: now, ...(finishedAt ? { finishedAt } : {}) }
      : undefined;
  }

  async decide(id: string, approval: ApprovalView): Promise<boolean> {
    const inserted = await this.knex<ApprovalRow>('operation_approvals')
      .insert({
        operation_id: id,
        by: approval.by,
        at: approval.at,
        decision: approval.decision,
        comment: approval.comment ?? null,
      })
      .onConflict(['operation_id', 'by'])
      .ignore()
      .returning('by');
    return inserted.length > 0;
  }

  async firstOn(subject: string): Promise<string | undefined> {
    const row = await this.knex('operation_subjects')
      .join('operations', 'operations.id', 'operation_subjects.operation_id')
      .where('operation_subjects.subject', subject)
      .whereIn('operations.state', ['queued', 'running'])
      .orderBy(['operations.requested_at', 'operations.id'])
      .first('operations.id as id');
    return row?.id;
  }

  async freeze(): Promise<FleetFreeze | undefined> {
    return this.knex<FleetFreeze & { id: number }>('fleet_freeze')
      .where('id', FREEZE_ID)
      .first('by', 'since', 'reason');
  }

  async setFreeze(freeze: FleetFreeze | undefined): Promise<void> {
    if (freeze) {
      await this.knex('fleet_freeze')
        .insert({ id: FREEZE_ID, ...freeze })
        .onConflict('id')
        .ignore();
    } else {
      await this.knex('fleet_freeze').delete();
    }
  }

  async prune(before: string): Promise<number> {
    const ids: string[] = await this.knex('operations')
      .where('finished_at', '<', before)
      .limit(500)
      .pluck('id');
    await this.knex.transaction(async trx => {
      for (const table of [
        'operation_subjects',
        'operation_effects',
        'operation_approvals',
        'operation_notices',
      ]) {
        await trx(table).whereIn('operation_id', ids).delete();
      }
      await trx('operations').whereIn('id', ids).delete();
    });
    return ids.length;
  }

  async #records(rows: readonly OperationRow[]): Promise<OperationRecord[]> {
    const approvals: ApprovalRow[] =
      rows.length > 0
        ? await this.knex<ApprovalRow>('operation_approvals')
            .whereIn(
              'operation_id',
              rows.map(({ id }) => id),
            )
            .orderBy('at')
        : [];
    return rows.map(row =>
      fromRow(
        row,
        approvals.filter(each => each.operation_id === row.id),
      ),
    );
  }
}
