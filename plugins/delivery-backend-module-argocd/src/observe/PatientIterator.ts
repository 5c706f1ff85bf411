/** Takes from an iterator, but waits no longer than told, and loses nothing when it gave up waiting. */
export class PatientIterator<T> {
  #pending: Promise<IteratorResult<T, unknown>> | undefined;

  constructor(private readonly iterator: AsyncGenerator<T>) {}

  /** Begins to take the next one without waiting for it. */
  prefetch(): void {
    if (!this.#pending) {
      this.#pending = this.iterator.next();
      // Whoever waits for it sees the error; until then nobody may.
      this.#pending.catch(() => {});
    }
  }

  /** The next one, or `idle` where it did not come in time. */
  async next(waitMs: number): Promise<IteratorResult<T, unknown> | 'idle'> {
    this.prefetch();
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<'idle'>(resolve => {
      timer = setTimeout(() => resolve('idle'), waitMs);
    });
    try {
      const next = await Promise.race([this.#pending!, idle]);
      if (next !== 'idle') {
        this.#pending = undefined;
      }
      return next;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the iterator without waiting for it, as it may hang. */
  close(): void {
    this.iterator.return(undefined).catch(() => {});
  }
}
