import {
  isTerminalOperation,
  type ApprovalView,
  type EntityOperations,
  type OperationsQuery,
} from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import type { Visible } from '../../read/Visible';
import type { FleetFreeze, OperationRecord } from './OperationRecord';
import {
  OPEN_STATES,
  type NewOperation,
  type OperationStore,
} from './OperationStore';
import { keepPin, readPins } from './pins';
import { pruneOperations } from './pruneOperations';
import {
  fromRow,
  searchText,
  type ApprovalRow,
  type OperationRow,
} from './rows';
import { searchOperations } from './searchOperations';

const FREEZE_ID = 1;
const MAX_OPEN = 2000;

/** Keeps operations in the plugin's database. */
export class DatabaseOperationStore implements OperationStore {
  constructor(private readonly knex: Knex) {}

  async add(
    operation: NewOperation,
  ): Promise<{ record: OperationRecord; isNew: boolean }> {
    const { id, idempotencyKey } = operation;
    const isNew = await this.knex.transaction(async trx => {
      const inserted = await trx<OperationRow>('operations')
        .insert({
          id,
          actor: operation.actor,
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
        .onConflict('idempotency_key')
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
    const record = await this.byKey(idempotencyKey);
    if (!record) {
      throw new Error(`Operation ${id} is gone right after it was stored`);
    }
    return { record, isNew };
  }

  async get(id: string): Promise<OperationRecord | undefined> {
    const rows = await this.knex<OperationRow>('operations').where({ id });
    return (await this.#records(rows))[0];
  }

  async byKey(idempotencyKey: string): Promise<OperationRecord | undefined> {
    const rows = await this.knex<OperationRow>('operations').where(
      'idempotency_key',
      idempotencyKey,
    );
    return (await this.#records(rows))[0];
  }

  async open(): Promise<OperationRecord[]> {
    return this.#records(
      await this.knex<OperationRow>('operations')
        .whereIn('state', OPEN_STATES as string[])
        // However many wait, they keep none from being carried on.
        .orderByRaw("case state when 'waiting' then 1 else 0 end")
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

  pins(entityRef: string): Promise<EntityOperations['pins']> {
    return readPins(this.knex, entityRef);
  }

  async search(
    query: OperationsQuery & { limit: number },
    visible: Visible,
  ): Promise<OperationRecord[]> {
    const rows = await searchOperations(this.knex, query, visible);
    return this.#records(rows);
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
      if (count > 0 && next.progress.pinning !== record.progress.pinning) {
        await keepPin(trx, next, now);
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
      // One that waited for its gates may be older than the one that acts already.
      .orderByRaw("case operations.state when 'running' then 0 else 1 end")
      .orderBy(['operations.requested_at', 'operations.id'])
      .first('operations.id as id');
    return row?.id;
  }

  async openOn(subjects: readonly string[]): Promise<OperationRecord[]> {
    return this.#records(
      await this.knex<OperationRow>('operations')
        .whereIn('state', OPEN_STATES as string[])
        .whereIn(
          'id',
          this.knex('operation_subjects')
            .whereIn('subject', subjects as string[])
            .select('operation_id'),
        )
        .orderBy(['requested_at', 'id'])
        .limit(MAX_OPEN),
    );
  }

  async freeze(): Promise<FleetFreeze | undefined> {
    return this.knex<FleetFreeze & { id: number }>('fleet_freeze')
      .where('id', FREEZE_ID)
      .first('by', 'since', 'reason');
  }

  async setFreeze(freeze: FleetFreeze | undefined): Promise<boolean> {
    if (!freeze) {
      await this.knex('fleet_freeze').delete();
      return true;
    }
    const inserted = await this.knex('fleet_freeze')
      .insert({ id: FREEZE_ID, ...freeze })
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  prune(before: string): Promise<number> {
    return pruneOperations(this.knex, before);
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
