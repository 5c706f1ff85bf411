import type { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import type { Judge } from './access/AccessJudge';
import type { OperationRecord, OperationStore } from './records';
import { personName } from './personName';

/** What people decide about operations that wait. */
export class Decisions {
  constructor(
    private readonly options: {
      store: OperationStore;
      auditor: AuditorService;
    },
  ) {}

  /** @throws NotAllowedError, or ConflictError where it is too late or was decided on already */
  async decide(
    record: OperationRecord,
    given: { decision: 'approved' | 'rejected'; comment?: string },
    judge: Judge,
  ): Promise<OperationRecord> {
    const { store, auditor } = this.options;
    const { ref } = judge.asker;
    const event = await auditor.createEvent({
      eventId: 'operation-decide',
      severityLevel: 'medium',
      meta: { operationId: record.id, decision: given.decision, actor: ref },
    });
    try {
      requireDecider(record, judge);
      if (record.state !== 'waiting') {
        throw new ConflictError(
          `It does not wait any more: it is ${record.state}.`,
        );
      }
      if (record.order.approvalsNeeded === 0) {
        throw new ConflictError('It waits for no approval.');
      }
      const counted = await store.decide(record.id, {
        by: ref,
        at: new Date().toISOString(),
        decision: given.decision,
        ...(given.comment ? { comment: given.comment } : {}),
      });
      if (!counted) {
        throw new ConflictError('You have decided on this already.');
      }
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
    return (await store.get(record.id)) ?? record;
  }

  /** @throws NotAllowedError, or ConflictError where it has begun or ended */
  async cancel(
    record: OperationRecord,
    judge: Judge,
  ): Promise<OperationRecord> {
    const { store, auditor } = this.options;
    const { ref } = judge.asker;
    const event = await auditor.createEvent({
      eventId: 'operation-cancel',
      severityLevel: 'medium',
      meta: { operationId: record.id, actor: ref },
    });
    try {
      if (ref !== record.actor) {
        throw new NotAllowedError(
          'Only the one who asked for it can give it up.',
        );
      }
      const isOpen = record.state === 'waiting' || record.state === 'queued';
      const saved = isOpen
        ? await store.save(record, {
            state: 'cancelled',
            progress: {
              ...record.progress,
              message: `given up by ${personName(
                record.actor,
              )} before it began`,
            },
          })
        : undefined;
      if (!saved) {
        throw new ConflictError(
          'It has begun or ended already, and cannot be given up any more.',
        );
      }
      await event.success();
      return saved;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }
}

function requireDecider({ actor, order }: OperationRecord, judge: Judge): void {
  if (judge.asker.type !== 'user') {
    throw new NotAllowedError('Approvals are given by people.');
  }
  if (judge.asker.ref === actor) {
    throw new NotAllowedError(
      'The one who asked for it cannot approve it. Ask somebody else.',
    );
  }
  for (const resource of order.resources) {
    const objection = judge.objection('approve', resource);
    if (objection) {
      throw new NotAllowedError(`You cannot decide on this: ${objection}`);
    }
  }
}
