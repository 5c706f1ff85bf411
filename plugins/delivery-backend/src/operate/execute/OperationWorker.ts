import type { LoggerService } from '@backstage/backend-plugin-api';
import { isTerminalOperation } from '@throughline/plugin-delivery-common';
import { Wake } from '../../link/Wake';
import type { OperationRecord, OperationStore } from '../records';
import { advanceOperation } from './advanceOperation';
import type { Executor } from './Executor';
import { giveUp } from './giveUp';
import { inTime } from './inTime';
import { Rests } from './Rests';

/** How often operations that are under way are looked at. */
const LOOK_MS = 1000;

export interface OperationWorkerOptions {
  store: OperationStore;
  executors: readonly Executor[];
  /** Judges again what an operation waits for. */
  judge: (record: OperationRecord) => Promise<OperationRecord>;
  /** Told of each change, and of each end. */
  onChange: (record: OperationRecord) => void;
  logger: LoggerService;
  /** What has not come back by then does not keep its operation any longer; it is looked at again. */
  deadlineMs: number;
  /** What nothing has come of for so long has ended, and nobody knows how. */
  giveUpMs: number;
}

/**
 * Carries out what was asked for: one after the other on each target, side by side across targets, so that an upstream
 * that hangs holds up its own only.
 */
export class OperationWorker {
  /** Ids of the targets that are acted on, by id of the operation that is being advanced. */
  readonly #busy = new Map<string, readonly string[]>();
  readonly #rests = new Rests();
  readonly #wake = new Wake();

  constructor(private readonly options: OperationWorkerOptions) {}

  /** There is something new to do. */
  wake(): void {
    this.#wake.up();
  }

  /** Works until the signal is aborted: the lease is lost, or the portal stops. */
  async run(signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>();
    while (!signal.aborted) {
      // What is advanced while they are read may have been read as it was before.
      const busy = new Set(this.#busy.keys());
      const open = await this.options.store.open();
      this.#rests.keep(new Set(open.map(({ id }) => id)));
      for (const record of open.filter(({ id }) => !busy.has(id))) {
        if (!signal.aborted && (await this.#isNext(record))) {
          const work = this.#advance(record, signal).finally(() =>
            running.delete(work),
          );
          running.add(work);
        }
      }
      await this.#wake.sleep(LOOK_MS, signal);
    }
    await Promise.all(running);
  }

  /** One at a time acts on each target; whoever asked first comes first. */
  async #isNext({ id, state, progress }: OperationRecord): Promise<boolean> {
    if (this.#busy.has(id) || this.#rests.isResting(id, Date.now())) {
      return false;
    }
    if (state !== 'queued') {
      return true;
    }
    const taken = new Set([...this.#busy.values()].flat());
    for (const target of progress.targets) {
      if (
        taken.has(target.id) ||
        (await this.options.store.firstOn(target.id)) !== id
      ) {
        return false;
      }
    }
    return true;
  }

  async #advance(record: OperationRecord, signal: AbortSignal): Promise<void> {
    const { id, state, progress } = record;
    const targets = state === 'waiting' ? [] : progress.targets;
    this.#busy.set(
      id,
      targets.map(target => target.id),
    );
    const deadline = AbortSignal.timeout(this.options.deadlineMs);
    const stop = AbortSignal.any([signal, deadline]);
    try {
      const saved = await inTime(
        advanceOperation(record, { ...this.options, signal: stop }),
        stop,
      );
      this.#rests.end(id);
      this.#tell(saved);
    } catch (error) {
      if (!signal.aborted) {
        await this.#rest(record, error as Error, deadline.aborted);
      }
    } finally {
      this.#busy.delete(id);
    }
  }

  /** Leaves alone for a while what could not be advanced; after too long a while, for good. */
  async #rest(
    { id }: OperationRecord,
    error: Error,
    isLate: boolean,
  ): Promise<void> {
    const { store, logger, deadlineMs, giveUpMs } = this.options;
    const restingMs = this.#rests.add(id, Date.now());
    const why = isLate
      ? `there was no answer within ${Math.ceil(deadlineMs / 1000)} seconds`
      : 'it could not be carried on for an error of the portal, which its log has';
    if (isLate) {
      logger.warn(`Operation ${id}: ${why}`);
    } else {
      logger.error(`Operation ${id} could not be advanced`, error);
    }
    try {
      const now = await store.get(id);
      if (now && !isTerminalOperation(now.state)) {
        const next =
          restingMs >= giveUpMs
            ? giveUp(now, `${why}, again and again`)
            : {
                progress: {
                  ...now.progress,
                  message: `${why}; it is tried again`,
                },
              };
        this.#tell(await store.save(now, next));
      }
    } catch (failure) {
      logger.warn(`Operation ${id} could not be stored`, failure as Error);
    }
  }

  #tell(saved: OperationRecord | undefined): void {
    if (saved) {
      this.options.onChange(saved);
      if (isTerminalOperation(saved.state) || saved.state === 'queued') {
        this.wake();
      }
    }
  }
}
