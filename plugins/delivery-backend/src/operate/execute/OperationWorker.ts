import type { LoggerService } from '@backstage/backend-plugin-api';
import { isTerminalOperation } from '@throughline/plugin-delivery-common';
import { Wake } from '../../link/Wake';
import type { OperationRecord, OperationStore } from '../records';
import type { Executor } from './Executor';

/** How often operations that are under way are looked at. */
const LOOK_MS = 1000;
/** What has not come back by then does not keep its operation any longer; it is looked at again. */
const DEADLINE_MS = 45_000;

export interface OperationWorkerOptions {
  store: OperationStore;
  executors: readonly Executor[];
  /** Judges again what an operation waits for. */
  judge: (record: OperationRecord) => Promise<OperationRecord>;
  /** Told of each change, and of each end. */
  onChange: (record: OperationRecord) => void;
  logger: LoggerService;
  lookMs?: number;
  deadlineMs?: number;
}

/**
 * Carries out what was asked for: one after the other on each target, side by side across targets, so that an upstream
 * that hangs holds up its own only.
 */
export class OperationWorker {
  readonly #busy = new Set<string>();
  readonly #wake = new Wake();

  constructor(private readonly options: OperationWorkerOptions) {}

  /** There is something new to do. */
  wake(): void {
    this.#wake.up();
  }

  /** Works until the signal is aborted: the lease is lost, or the portal stops. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, logger, lookMs = LOOK_MS } = this.options;
    const running = new Set<Promise<void>>();
    while (!signal.aborted) {
      for (const record of await store.open()) {
        if (!this.#busy.has(record.id) && (await this.#isNext(record))) {
          this.#busy.add(record.id);
          const work = this.#advance(record, signal)
            .catch(error =>
              logger.error(
                `Operation ${record.id} could not be advanced`,
                error as Error,
              ),
            )
            .finally(() => {
              this.#busy.delete(record.id);
              running.delete(work);
            });
          running.add(work);
        }
      }
      await this.#wake.sleep(lookMs, signal);
    }
    await Promise.all(running);
  }

  /** One at a time acts on each target; whoever asked first comes first. */
  async #isNext(record: OperationRecord): Promise<boolean> {
    if (record.state !== 'queued') {
      return true;
    }
    for (const { id } of record.progress.targets) {
      const first = await this.options.store.firstOn(id);
      if (first !== undefined && first !== record.id) {
        return false;
      }
    }
    return true;
  }

  async #advance(record: OperationRecord, signal: AbortSignal): Promise<void> {
    const { store, judge, onChange } = this.options;
    if (record.state === 'waiting') {
      const judged = await judge(record);
      if (JSON.stringify(judged) !== JSON.stringify(record)) {
        const saved = await store.save(record, judged);
        if (saved) {
          onChange(saved);
          this.wake();
        }
      }
      return;
    }
    const executor = this.options.executors.find(each => each.handles(record));
    if (!executor) {
      throw new Error(`Nothing carries out '${record.type}'`);
    }
    let current = record;
    const stop = AbortSignal.any([
      signal,
      AbortSignal.timeout(this.options.deadlineMs ?? DEADLINE_MS),
    ]);
    const advance = await executor.advance(record, {
      signal: stop,
      logger: this.options.logger,
      now: Date.now(),
      save: async progress => {
        const saved = await store.save(current, {
          state: 'running',
          // As it is now: what becomes of it afterwards is yet to be saved.
          progress: structuredClone(progress),
        });
        if (!saved) {
          // Cancelled, or another replica has it: what was to be done is not.
          throw new Error(`Operation ${record.id} was changed meanwhile`);
        }
        current = saved;
      },
    });
    const before = JSON.stringify([current.state, current.progress]);
    if (JSON.stringify([advance.state, advance.progress]) === before) {
      return;
    }
    const saved = await store.save(current, advance);
    if (saved) {
      onChange(saved);
      if (isTerminalOperation(saved.state)) {
        this.wake();
      }
    }
  }
}
