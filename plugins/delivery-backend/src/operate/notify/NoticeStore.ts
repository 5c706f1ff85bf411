import type { Knex } from 'knex';
import { fromRow, type OperationRow } from '../records/rows';
import type { OperationRecord } from '../records';
import type { CellFlags, FollowedStates } from './followStates';

const TAKE = 200;

interface StateRow {
  entity_ref: string;
  states: string | null;
  due_at: string | null;
  marks: number;
}

/** A service that is to be looked at, and what was remembered of it. */
export interface DueStates {
  entityRef: string;
  /** Undefined before the first look. */
  states?: FollowedStates;
  marks: number;
  /** As its fleet row has them; absent where nothing of it runs any more. */
  service?: { title: string; owner?: string };
  cells: CellFlags[];
}

/** Keeps what people were told. */
export class NoticeStore {
  constructor(private readonly knex: Knex) {}

  /** Operations that ended after a time or wait, and that nothing was told about as they are. */
  async untold(since: string): Promise<OperationRecord[]> {
    const ended = this.#operations()
      .where('finished_at', '>=', since)
      .whereNotIn('state', ['cancelled'])
      .whereNotExists(this.#told('operation-finished', 'operation-failed'));
    const waiting = this.#operations()
      .where('state', 'waiting')
      .whereNotExists(this.#told('approval-wanted'));
    return [...(await ended), ...(await waiting)].map(row => fromRow(row, []));
  }

  /** Notes that something was told about an operation. */
  async told(operationId: string, kind: string): Promise<void> {
    await this.knex('operation_notices')
      .insert({
        operation_id: operationId,
        kind,
        told_at: new Date().toISOString(),
      })
      .onConflict(['operation_id', 'kind'])
      .ignore();
  }

  /** Has services looked at, on whichever replica does that. */
  async mark(refs: readonly string[], now: string): Promise<void> {
    for (let from = 0; from < refs.length; from += TAKE) {
      await this.knex<StateRow>('state_notices')
        .insert(
          refs.slice(from, from + TAKE).map(ref => ({
            entity_ref: ref,
            states: null,
            due_at: now,
            marks: 1,
          })),
        )
        .onConflict('entity_ref')
        .merge({
          due_at: now,
          marks: this.knex.raw('state_notices.marks + 1') as never,
        });
    }
  }

  /** The services that are to be looked at by a time. */
  async due(now: string): Promise<DueStates[]> {
    const rows = await this.knex<StateRow>('state_notices')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(TAKE);
    const refs = rows.map(row => row.entity_ref);
    const services = await this.knex('fleet_rows')
      .whereIn('entity_ref', refs)
      .select('entity_ref', 'title', 'owner');
    const cells = await this.knex('fleet_cells')
      .whereIn('entity_ref', refs)
      .select('entity_ref', 'environment', 'drifted', 'degraded');
    return rows.map(row => {
      const service = services.find(each => each.entity_ref === row.entity_ref);
      return {
        entityRef: row.entity_ref,
        marks: Number(row.marks),
        ...(row.states === null
          ? {}
          : { states: JSON.parse(row.states) as FollowedStates }),
        ...(service
          ? {
              service: {
                title: service.title,
                ...(service.owner ? { owner: service.owner } : {}),
              },
            }
          : {}),
        cells: cells
          .filter(each => each.entity_ref === row.entity_ref)
          .map(each => ({
            environment: each.environment,
            drifted: Number(each.drifted) === 1,
            degraded: Number(each.degraded) === 1,
          })),
      };
    });
  }

  /** Remembers a look; what was marked meanwhile stays to be looked at. */
  async looked(
    { entityRef, marks, service }: DueStates,
    states: FollowedStates,
    dueAt: string | undefined,
  ): Promise<void> {
    const row = () =>
      this.knex<StateRow>('state_notices').where({ entity_ref: entityRef });
    if (!service) {
      await row().where({ marks }).delete();
      return;
    }
    await row().update({ states: JSON.stringify(states) });
    await row()
      .where({ marks })
      .update({ due_at: dueAt ?? null });
  }

  #operations() {
    return this.knex<OperationRow>('operations')
      .orderBy('requested_at')
      .limit(TAKE);
  }

  #told(...kinds: string[]) {
    return this.knex('operation_notices')
      .select(this.knex.raw('1'))
      .whereRaw('operation_notices.operation_id = operations.id')
      .whereIn('kind', kinds);
  }
}
