import { MAX_BATCH, type Observation } from '@throughline/plugin-delivery-node';
import type { WriteResult } from '../store';
import { assertObservation } from './assertObservation';
import { Doorbell } from './Doorbell';

/** Small observations are stored together when they come within this time, */
const GATHER_MS = 100;
/** or within so many times what it took to store the last ones: a database that is busy gets fewer, larger batches, */
const GATHER_PER_WRITE = 2;
/** up to this, which leaves the most of the two seconds that a change may take to an open page. */
const MAX_GATHER_MS = 250;

export interface ObservationPumpOptions {
  signal: AbortSignal;
  /** The longest silence of the upstream that is normal. */
  maxSilenceMs: number;
  write(observations: readonly Observation[]): Promise<WriteResult>;
  /** Called once the upstream has been silent for too long; what it throws ends the pumping. */
  onSilence(): Error;
}

/**
 * Takes what a provider yields and stores it in batches: a watch of hundreds of changes a second would otherwise be
 * hundreds of transactions a second. A lone change is stored at once.
 */
export class ObservationPump {
  readonly #doorbell = new Doorbell();
  #buffer: Observation[] = [];
  #items = 0;
  #bufferedAt = 0;
  #storedAt = -Infinity;
  #gatherMs = GATHER_MS;
  #interruptAt: number | undefined;

  constructor(private readonly options: ObservationPumpOptions) {}

  /**
   * Has the pumping end at the next checkpoint, where the provider loses nothing of its work; or wherever it is, once
   * the patience is over. What came before is stored in either case.
   */
  interrupt(patienceMs: number): void {
    this.#interruptAt ??= performance.now() + patienceMs;
    this.#doorbell.ring();
  }

  /** Resolves when the provider has ended by itself, or was interrupted, and all of it is stored. */
  async run(
    observations: AsyncIterable<Observation>,
  ): Promise<'ended' | 'interrupted'> {
    const { signal } = this.options;
    const ring = () => this.#doorbell.ring();
    const iterator = observations[Symbol.asyncIterator]();
    signal.addEventListener('abort', ring);
    try {
      const end = await this.#pump(iterator);
      await this.#flush();
      return end;
    } finally {
      signal.removeEventListener('abort', ring);
      // Not awaited: a provider that hangs would hang its successor as well.
      Promise.resolve()
        .then(() => iterator.return?.())
        .catch(() => {});
    }
  }

  async #pump(
    iterator: AsyncIterator<Observation>,
  ): Promise<'ended' | 'interrupted'> {
    const { signal, maxSilenceMs } = this.options;
    for (;;) {
      const next = this.#pull(iterator);
      let silentSince = performance.now();
      while (!next.settled) {
        signal.throwIfAborted();
        const untilInterrupt = this.#untilInterrupt();
        if (untilInterrupt <= 0) {
          return 'interrupted';
        }
        const silence = performance.now() - silentSince;
        if (silence >= maxSilenceMs) {
          throw this.options.onSilence();
        }
        const untilFlush = this.#untilFlush();
        if (untilFlush <= 0) {
          const startedAt = performance.now();
          await this.#flush();
          // The time that our database takes is not the upstream's silence.
          silentSince += performance.now() - startedAt;
          continue;
        }
        await this.#doorbell.waitFor(
          Math.min(untilFlush, untilInterrupt, maxSilenceMs - silence),
        );
      }
      signal.throwIfAborted();
      if (next.error) {
        await this.#flush();
        throw next.error.thrown;
      }
      if (next.result!.done) {
        return 'ended';
      }
      const observation = next.result!.value;
      this.#add(observation);
      if (
        this.#untilInterrupt() <= 0 ||
        (this.#interruptAt !== undefined && observation.type === 'checkpoint')
      ) {
        return 'interrupted';
      }
      if (this.#items >= MAX_BATCH || this.#buffer.length >= MAX_BATCH) {
        await this.#flush();
      }
    }
  }

  #pull(iterator: AsyncIterator<Observation>) {
    const next: {
      settled: boolean;
      result?: IteratorResult<Observation>;
      error?: { thrown: unknown };
    } = { settled: false };
    iterator.next().then(
      result => {
        Object.assign(next, { settled: true, result });
        this.#doorbell.ring();
      },
      thrown => {
        Object.assign(next, { settled: true, error: { thrown } });
        this.#doorbell.ring();
      },
    );
    return next;
  }

  #add(observation: Observation): void {
    assertObservation(observation);
    if (this.#buffer.length === 0) {
      this.#bufferedAt = performance.now();
    }
    this.#buffer.push(observation);
    this.#items += 'items' in observation ? observation.items.length : 0;
  }

  #untilInterrupt(): number {
    return (this.#interruptAt ?? Infinity) - performance.now();
  }

  #untilFlush(): number {
    if (this.#buffer.length === 0) {
      return Infinity;
    }
    const lone = this.#bufferedAt - this.#storedAt > this.#gatherMs;
    const age = performance.now() - this.#bufferedAt;
    // A moment, so that what the provider has at hand already comes along.
    return (lone ? 2 : this.#gatherMs) - age;
  }

  async #flush(): Promise<void> {
    if (this.#buffer.length > 0) {
      const batch = this.#buffer;
      this.#buffer = [];
      this.#items = 0;
      const startedAt = performance.now();
      await this.options.write(batch);
      this.#storedAt = performance.now();
      this.#gatherMs = Math.min(
        Math.max(GATHER_PER_WRITE * (this.#storedAt - startedAt), GATHER_MS),
        MAX_GATHER_MS,
      );
    }
  }
}
