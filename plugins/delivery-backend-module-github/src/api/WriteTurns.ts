/** GitHub asks that writes come one after the other, a second apart. */
const GAP_MS = 1_000;

/** Lets writes through one at a time, with a pause before the next. */
export class WriteTurns {
  #last: Promise<unknown> = Promise.resolve();
  #freeAt = 0;

  constructor(private readonly gapMs: number = GAP_MS) {}

  /** @throws what `work` throws, or the reason of the signal where its turn did not come in time */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      await pause(this.#freeAt - Date.now(), signal);
      signal.throwIfAborted();
      try {
        return await work();
      } finally {
        this.#freeAt = Date.now() + this.gapMs;
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
