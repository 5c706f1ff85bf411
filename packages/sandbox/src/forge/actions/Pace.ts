/** How fast the world moves: 1 is a speed to watch, 50 one for tests. */
export class Pace {
  readonly #closing = new AbortController();

  constructor(private readonly factor = 1) {}

  /** Waits for some time of the world; false if it was stopped meanwhile. */
  async wait(ms: number, signal?: AbortSignal): Promise<boolean> {
    const stops = [this.#closing.signal, ...(signal ? [signal] : [])];
    if (stops.some(each => each.aborted)) {
      return false;
    }
    const over = new AbortController();
    return new Promise<boolean>(resolve => {
      const timer = setTimeout(() => resolve(true), ms / this.factor);
      const stop = () => {
        clearTimeout(timer);
        resolve(false);
      };
      stops.forEach(each =>
        each.addEventListener('abort', stop, { signal: over.signal }),
      );
    }).finally(() => over.abort());
  }

  /** Stops all waiting, now and from now on. */
  close() {
    this.#closing.abort();
  }
}
