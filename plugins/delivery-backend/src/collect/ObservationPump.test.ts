import {
  type Observation,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import { target } from '../__testUtils__/items';
import { ObservationPump } from './ObservationPump';

describe('ObservationPump', () => {
  const batches: Observation[][] = [];
  let storing: Promise<void> = Promise.resolve();
  let abort: AbortController;

  beforeEach(() => {
    jest.useFakeTimers();
    batches.length = 0;
    storing = Promise.resolve();
    abort = new AbortController();
  });
  afterEach(() => jest.useRealTimers());

  function pump(): ObservationPump {
    return new ObservationPump({
      signal: abort.signal,
      maxSilenceMs: 30_000,
      write: async batch => {
        batches.push([...batch]);
        await storing;
        return { written: 0, unchanged: 0, removed: 0, malformed: 0 };
      },
      onSilence: () => new SourceFailure('timeout', 'silent'),
    });
  }

  function observed(count: number): Observation {
    return {
      type: 'observed',
      scope: 'all',
      items: Array.from({ length: count }, (_, index) => target(`${index}`)),
    };
  }

  function sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      setTimeout(resolve, ms);
    });
  }

  it('stores small observations together and a lone one at once', async () => {
    const done = pump().run(
      (async function* changes() {
        yield observed(1);
        await sleep(20);
        for (let index = 0; index < 30; index++) {
          yield observed(1);
          await sleep(5);
        }
        await sleep(1000);
        yield observed(1);
        await sleep(50);
      })(),
    );
    await jest.advanceTimersByTimeAsync(10);
    expect(batches).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1180);
    await jest.advanceTimersByTimeAsync(1000);
    await done;
    const sizes = batches.map(batch => batch.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(32);
    expect(sizes.length).toBeLessThanOrEqual(5);
  });

  it.each([
    { takes: 0, most: 32, least: 25 },
    { takes: 150, most: 10, least: 6 },
    { takes: 1000, most: 3, least: 2 },
  ])(
    'gathers for longer where storing takes $takes ms',
    async ({ takes, most, least }) => {
      const own = new ObservationPump({
        signal: abort.signal,
        maxSilenceMs: 30_000,
        write: async batch => {
          batches.push([...batch]);
          await sleep(takes);
          return { written: 0, unchanged: 0, removed: 0, malformed: 0 };
        },
        onSilence: () => new SourceFailure('timeout', 'silent'),
      });
      const done = own.run(
        (async function* changes() {
          for (let index = 0; index < 300; index++) {
            yield observed(1);
            await sleep(10);
          }
        })(),
      );
      await jest.advanceTimersByTimeAsync(3000);
      const inThreeSeconds = batches.length;
      await jest.advanceTimersByTimeAsync(30_000);
      await done;
      expect(inThreeSeconds).toBeLessThanOrEqual(most);
      expect(inThreeSeconds).toBeGreaterThanOrEqual(least);
      expect(batches.flat()).toHaveLength(300);
    },
  );

  it('stores a full batch before it asks for more', async () => {
    let release = () => {};
    storing = new Promise(resolve => {
      release = resolve;
    });
    let pulled = 0;
    const done = pump().run(
      (async function* pages() {
        for (; pulled < 5; pulled++) {
          yield observed(200);
        }
      })(),
    );
    await jest.advanceTimersByTimeAsync(5000);
    expect(batches).toHaveLength(1);
    expect(pulled).toBe(0);
    release();
    await done;
    expect(batches).toHaveLength(5);
  });

  it('ends what is silent for too long, counting neither words nor our own slowness', async () => {
    storing = sleep(100_000);
    const done = pump().run(
      (async function* quiet(): AsyncIterable<Observation> {
        yield { type: 'alive' };
        await sleep(20_000);
        yield { type: 'alive' };
        await sleep(1e9);
      })(),
    );
    const failure = done.catch(error => error);
    await jest.advanceTimersByTimeAsync(125_000);
    expect(batches).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await failure).toMatchObject({ kind: 'timeout' });
  });

  it('stores what came before a failure', async () => {
    const done = pump().run(
      (async function* breaking() {
        yield observed(1);
        throw new Error('cut off');
      })(),
    );
    await expect(done).rejects.toThrow('cut off');
    expect(batches).toEqual([[observed(1)]]);
  });

  it('stops at an abort, even where the provider does not', async () => {
    const done = pump().run(
      (async function* deaf() {
        yield observed(1);
        await sleep(1e9);
      })(),
    );
    const failure = done.catch(error => error);
    await jest.advanceTimersByTimeAsync(10);
    abort.abort(new Error('stopped'));
    expect(await failure).toEqual(new Error('stopped'));
  });

  it('ends at the next checkpoint when it is interrupted, with all before it stored', async () => {
    let resumed = false;
    const own = pump();
    const done = own.run(
      (async function* pages(): AsyncIterable<Observation> {
        yield observed(1);
        await sleep(1000);
        yield observed(2);
        yield { type: 'checkpoint', cursor: '2' };
        resumed = true;
        yield observed(3);
      })(),
    );
    await jest.advanceTimersByTimeAsync(500);
    own.interrupt(3000);
    await jest.advanceTimersByTimeAsync(600);
    expect(await done).toBe('interrupted');
    expect(resumed).toBe(false);
    expect(batches.flat().slice(1)).toEqual([
      observed(2),
      { type: 'checkpoint', cursor: '2' },
    ]);
  });

  it('ends without a checkpoint once the patience is over, with what came stored', async () => {
    const own = pump();
    const done = own.run(
      (async function* slow() {
        for (let page = 1; page < 100; page++) {
          yield observed(page);
          await sleep(700);
        }
      })(),
    );
    own.interrupt(3000);
    await jest.advanceTimersByTimeAsync(2999);
    expect(batches.flat()).toHaveLength(5);
    await jest.advanceTimersByTimeAsync(1);
    expect(await done).toBe('interrupted');
  });

  it.each([
    undefined,
    null,
    'text',
    {},
    { type: 'unheard of' },
    { type: 'observed', scope: 'all' },
    { type: 'observed', scope: 'all', items: [undefined] },
    { type: 'listing' },
    { type: 'checkpoint', cursor: 1 },
    { type: 'malformed', scope: 'all', reason: 'x' },
  ])('refuses %j', async oddity => {
    const done = pump().run(
      (async function* odd() {
        yield oddity as Observation;
      })(),
    );
    await expect(done).rejects.toThrow(SourceFailure);
    expect(batches).toEqual([]);
  });
});
