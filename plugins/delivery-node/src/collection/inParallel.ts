/**
 * Works on several items at a time and yields the results as they come. What is under way when the consumer stops,
 * or when one item fails, is left to the signal that it works with.
 *
 * @param limit - how many at a time
 * @public
 */
export async function* inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<{ index: number; result: R }>>();
  let next = 0;
  try {
    while (next < items.length || running.size > 0) {
      while (next < items.length && running.size < limit) {
        const index = next;
        next += 1;
        running.set(
          index,
          work(items[index]).then(result => ({ index, result })),
        );
      }
      const { index, result } = await Promise.race(running.values());
      running.delete(index);
      yield result;
    }
  } finally {
    for (const left of running.values()) {
      left.catch(() => {});
    }
  }
}
