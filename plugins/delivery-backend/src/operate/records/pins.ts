import type { EntityOperations } from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import type { OperationRecord } from './OperationRecord';

/** A row of `operation_pins`. */
interface PinRow {
  entity_ref: string;
  environment: string;
  operation_id: string;
  by: string;
  since: string;
  what: string | null;
}

/** Notes what an operation has pinned in Git or given back there, which holds whatever becomes of the operation. */
export async function keepPin(
  trx: Knex,
  record: OperationRecord,
  now: string,
): Promise<void> {
  const { entityRef, environment, progress } = record;
  if (environment === undefined || progress.pinning === undefined) {
    return;
  }
  const pins = trx<PinRow>('operation_pins');
  if (progress.pinning === 'unpin') {
    await pins.where({ entity_ref: entityRef, environment }).delete();
    return;
  }
  await pins
    .insert({
      entity_ref: entityRef,
      environment,
      operation_id: record.id,
      by: record.actor,
      since: now,
      what: record.order.to ?? null,
    })
    .onConflict(['entity_ref', 'environment'])
    .merge();
}

/** What is pinned of an entity, the newest first. */
export async function readPins(
  knex: Knex,
  entityRef: string,
): Promise<EntityOperations['pins']> {
  const rows = await knex<PinRow>('operation_pins')
    .where('entity_ref', entityRef)
    .orderBy([{ column: 'since', order: 'desc' }, { column: 'environment' }]);
  return rows.map(row => ({
    environment: row.environment,
    by: row.by,
    since: row.since,
    operationId: row.operation_id,
    what: row.what ?? 'an earlier version',
  }));
}
