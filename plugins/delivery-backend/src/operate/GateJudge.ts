import type { GateVerdict } from '@throughline/plugin-delivery-common';
import type { LivePages } from '../read/LivePages';
import type { OperationsConfig } from './config/readOperations';
import { gatesOf, judgeAll, judgeFreezes, worstGate } from './gates';
import { gatherFacts } from './plan/gatherFacts';
import type { VersionOrder } from './plan/VersionOrder';
import type { OperationRecord, OperationStore } from './records';
import type { SubjectFinder } from './subjects/SubjectFinder';

/** Judges again what an operation waits for: what has passed once need not pass now. */
export class GateJudge {
  constructor(
    private readonly options: {
      store: OperationStore;
      finder: SubjectFinder;
      pages: LivePages;
      config: OperationsConfig;
    },
  ) {}

  /** @returns the operation with its gates as they are now; queued once all pass, refused once one fails */
  async judge(record: OperationRecord): Promise<OperationRecord> {
    const gates = await this.#gates(record);
    // What was said while it could not be judged is over.
    const { message: _, ...rest } = record.progress;
    const progress = { ...rest, gates };
    const failed = gates.find(({ state }) => state === 'fail');
    if (failed) {
      return {
        ...record,
        state: 'refused',
        progress: { ...progress, message: failed.reason },
      };
    }
    return {
      ...record,
      progress,
      state: worstGate(gates) === 'pass' ? 'queued' : 'waiting',
    };
  }

  async #gates(record: OperationRecord): Promise<GateVerdict[]> {
    const { store, finder, pages, config } = this.options;
    const order = record.order.details as VersionOrder | undefined;
    if (!record.order.gated || !order || !record.environment) {
      return this.#freezes(record);
    }
    const facts = await gatherFacts({
      type: record.type,
      targetIds: record.progress.targets.map(({ id }) => id),
      record: await finder.record(record.entityRef),
      page: await pages.get(record.entityRef),
      pages,
      environment: record.environment,
      requester: record.actor,
      approvals: record.approvals,
      freeze: await store.freeze(),
      now: Date.now(),
      ...(order.fromEnvironment
        ? { fromEnvironment: order.fromEnvironment }
        : {}),
      ...(order.version ? { version: order.version } : {}),
    });
    return judgeAll(gatesOf(record.type, record.environment, config), facts);
  }

  /** What goes by freezes alone has a verdict for each environment, or none where no freeze stands in its way. */
  async #freezes({
    order,
    progress,
    actor,
  }: OperationRecord): Promise<GateVerdict[]> {
    if (progress.gates.length === 0) {
      return [];
    }
    const { store, config } = this.options;
    return judgeFreezes(order.resources, {
      windows: config.freezes,
      fleetFreeze: await store.freeze(),
      requester: actor,
      now: Date.now(),
    });
  }
}
