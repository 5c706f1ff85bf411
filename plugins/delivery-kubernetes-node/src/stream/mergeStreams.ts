/**
 * Makes a stream that ends soon after its signal says so.
 *
 * @public
 */
export type StreamFactory<T> = (signal: AbortSignal) => AsyncIterable<T>;

type Turn<T> =
  | { stream: AsyncIterator<T>; result: IteratorResult<T> }
  | { stream: AsyncIterator<T>; error: unknown };

/**
 * Merges streams into one, in the order in which they have something to say. Of each stream one value at most is
 * taken ahead, so that a consumer that is slow slows all of them. An error of one ends all.
 *
 * @param options - `concurrency`: how many run at a time; all unless told
 * @public
 */
export async function* mergeStreams<T>(
  factories: readonly StreamFactory<T>[],
  options: { signal: AbortSignal; concurrency?: number },
): AsyncGenerator<T> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const waiting = [...factories];
  const turns: Turn<T>[] = [];
  const running = new Set<AsyncIterator<T>>();
  let wake: () => void = () => {};
  const toWake = (resolve: () => void) => {
    wake = resolve;
  };
  const onAbort = () => wake();
  options.signal.addEventListener('abort', onAbort, { once: true });

  const pull = (stream: AsyncIterator<T>) => {
    stream.next().then(
      result => {
        turns.push({ stream, result });
        wake();
      },
      error => {
        turns.push({ stream, error });
        wake();
      },
    );
  };
  const startNext = () => {
    const factory = waiting.shift();
    if (factory) {
      const stream = factory(signal)[Symbol.asyncIterator]();
      running.add(stream);
      pull(stream);
    }
  };

  try {
    const concurrency = options.concurrency ?? factories.length;
    for (let i = 0; i < concurrency; i++) {
      startNext();
    }
    while (running.size > 0 && !options.signal.aborted) {
      const turn = turns.shift();
      if (!turn) {
        await new Promise<void>(toWake);
      } else if ('error' in turn) {
        running.delete(turn.stream);
        throw turn.error;
      } else if (turn.result.done) {
        running.delete(turn.stream);
        startNext();
      } else {
        yield turn.result.value;
        pull(turn.stream);
      }
    }
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    stop.abort();
    for (const stream of running) {
      // Not waited for: a stream that hangs would hold all.
      void stream.return?.()?.then(undefined, () => {});
    }
  }
}
