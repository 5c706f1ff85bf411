/**
 * Works on several things at a time and yields what they tell as it comes. None goes on before what it told was taken,
 * so that it may note as told whatever it told before. The first that fails ends it; what is under way then, or when
 * the consumer stops, is left to the signal that it works with.
 *
 * @param tasks - begun in their order, and only when it is their turn
 * @param limit - how many at a time
 * @public
 */
export async function* interleave<T>(
  tasks: Iterable<() => AsyncGenerator<T>>,
  limit: number,
): AsyncGenerator<T> {
  const waiting = tasks[Symbol.iterator]();
  const running = new Map<AsyncGenerator<T>, Promise<Step<T>>>();
  try {
    for (;;) {
      while (running.size < limit) {
        const next = waiting.next();
        if (next.done) {
          break;
        }
        const generator = next.value();
        running.set(generator, step(generator));
      }
      if (running.size === 0) {
        return;
      }
      const { generator, result } = await Promise.race(running.values());
      if (result.done) {
        running.delete(generator);
      } else {
        yield result.value;
        running.set(generator, step(generator));
      }
    }
  } finally {
    for (const [generator, pending] of running) {
      pending.catch(() => {});
      generator.return(undefined).catch(() => {});
    }
  }
}

interface Step<T> {
  generator: AsyncGenerator<T>;
  result: IteratorResult<T>;
}

async function step<T>(generator: AsyncGenerator<T>): Promise<Step<T>> {
  return { generator, result: await generator.next() };
}
