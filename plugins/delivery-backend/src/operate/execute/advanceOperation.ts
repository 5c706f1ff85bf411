import type { LoggerService } from '@backstage/backend-plugin-api';
import type { OperationRecord, OperationStore } from '../records';
import type { Executor } from './Executor';

/** What an operation is advanced with. */
export interface AdvanceOptions {
  store: OperationStore;
  executors: readonly Executor[];
  judge: (record: OperationRecord) => Promise<OperationRecord>;
  logger: LoggerService;
  /** After it nothing is done and nothing stored any more. */
  signal: AbortSignal;
}

/**
 * Advances an operation by one step: judges what waits, takes up what is queued, carries on what has begun.
 *
 * @returns the operation as it was stored last; undefined where nothing has changed
 */
export async function advanceOperation(
  record: OperationRecord,
  options: AdvanceOptions,
): Promise<OperationRecord | undefined> {
  if (record.state === 'running') {
    return execute(record, options);
  }
  const { store, judge } = options;
  // What has passed its gates once and then stood in line need not pass them now.
  const judged = record.order.breakGlass ? record : await judge(record);
  if (record.state === 'waiting' || judged.state !== 'queued') {
    return isSame(judged, record) ? undefined : store.save(record, judged);
  }
  // That it acts is stored before it does, so that none that was asked for earlier and has waited overtakes it.
  const begun = await store.save(record, { ...judged, state: 'running' });
  return begun && ((await execute(begun, options)) ?? begun);
}

async function execute(
  record: OperationRecord,
  { store, executors, logger, signal }: AdvanceOptions,
): Promise<OperationRecord | undefined> {
  const executor = executors.find(each => each.handles(record));
  if (!executor) {
    throw new Error(`Nothing carries out '${record.type}'`);
  }
  let current = record;
  let saving: Promise<void> = Promise.resolve();
  const advance = await executor.advance(record, {
    signal,
    logger,
    now: Date.now(),
    save: progress => {
      // As it is now: what becomes of it afterwards is yet to be saved.
      const snapshot = structuredClone(progress);
      saving = saving.then(async () => {
        signal.throwIfAborted();
        const saved = await store.save(current, {
          state: 'running',
          progress: snapshot,
        });
        if (!saved) {
          // Another replica has it: what was to be done is not.
          throw new Error(`Operation ${record.id} was changed meanwhile`);
        }
        current = saved;
      });
      return saving;
    },
  });
  signal.throwIfAborted();
  return isSame(advance, current) ? undefined : store.save(current, advance);
}

function isSame(
  a: Pick<OperationRecord, 'state' | 'progress'>,
  b: Pick<OperationRecord, 'state' | 'progress'>,
): boolean {
  return (
    JSON.stringify([a.state, a.progress]) ===
    JSON.stringify([b.state, b.progress])
  );
}
