import { mergeStreams } from './mergeStreams';

const never = new AbortController().signal;

async function take<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const value of stream) {
    taken.push(value);
  }
  return taken;
}

async function* counting(name: string, count: number, log: string[]) {
  for (let number = 0; number < count; number++) {
    log.push(`${name}${number}`);
    yield `${name}${number}`;
  }
}

describe('mergeStreams', () => {
  it('tells all of all, each in its order', async () => {
    const log: string[] = [];
    const all = await take(
      mergeStreams([() => counting('a', 3, log), () => counting('b', 3, log)], {
        signal: never,
      }),
    );
    expect(all.filter(value => value.startsWith('a'))).toEqual([
      'a0',
      'a1',
      'a2',
    ]);
    expect(all).toHaveLength(6);
  });

  it('takes of each stream one ahead at most, while the consumer is busy', async () => {
    const log: string[] = [];
    const merged = mergeStreams([() => counting('a', 100, log)], {
      signal: never,
    });
    await merged.next();
    await new Promise(resolve => setImmediate(resolve));
    expect(log).toEqual(['a0']);
    await merged.return(undefined);
  });

  it('starts no more at a time than told', async () => {
    const log: string[] = [];
    const merged = mergeStreams(
      ['a', 'b', 'c'].map(name => () => counting(name, 2, log)),
      { signal: never, concurrency: 1 },
    );
    expect(await take(merged)).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1']);
  });

  it('ends all with the error of one', async () => {
    let stopped = false;
    async function* waiting(signal: AbortSignal): AsyncGenerator<string> {
      await new Promise<void>(resolve => {
        signal.addEventListener('abort', () => resolve());
      });
      stopped = true;
    }
    async function* failing(): AsyncGenerator<string> {
      yield 'one';
      throw new Error('broken');
    }
    await expect(
      take(mergeStreams([waiting, failing], { signal: never })),
    ).rejects.toThrow('broken');
    await new Promise(resolve => setImmediate(resolve));
    expect(stopped).toBe(true);
  });

  it('ends with its signal, even where a stream hangs', async () => {
    const stop = new AbortController();
    async function* hanging(): AsyncGenerator<string> {
      await new Promise<never>(() => {});
    }
    const all = take(mergeStreams([hanging], { signal: stop.signal }));
    stop.abort();
    expect(await all).toEqual([]);
  });
});
