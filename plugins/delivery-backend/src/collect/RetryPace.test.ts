import { RetryPace } from './RetryPace';
import { StoreFailure } from './StoreFailure';

const OPTIONS = {
  firstMs: 1000,
  longestMs: 60_000,
  slowestMs: 300_000,
  threshold: 5,
  openMs: 30_000,
  provenMs: 30_000,
};

const UNREACHABLE = { kind: 'unreachable', message: 'refused' } as const;

async function fail(pace: RetryPace, times: number): Promise<number[]> {
  const delays: number[] = [];
  for (let attempt = 0; attempt < times; attempt++) {
    await pace
      .attempt(() => Promise.reject(new Error('refused')))
      .catch(() => {});
    delays.push(pace.delayAfter(UNREACHABLE));
  }
  return delays;
}

describe('RetryPace', () => {
  it('waits longer with each failure, and not the same for any two', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, () => fail(new RetryPace(OPTIONS), 4)),
    );
    const median = (index: number) =>
      all.map(delays => delays[index]).sort((a, b) => a - b)[50];
    expect(median(0)).toBeLessThan(2000);
    expect(median(3)).toBeGreaterThan(2 * median(0));
    const [delays] = all;
    const others = await fail(new RetryPace(OPTIONS), 4);
    expect(others).not.toEqual(delays);
  });

  it('never waits much longer than the longest delay', async () => {
    const delays = await fail(new RetryPace(OPTIONS), 15);
    expect(Math.max(...delays)).toBeLessThanOrEqual(60_000);
  });

  it('waits the longest where only a person can help', () => {
    for (const kind of [
      'authentication',
      'permission',
      'configuration',
    ] as const) {
      const delay = new RetryPace(OPTIONS).delayAfter({ kind, message: '' });
      expect(delay).toBeGreaterThanOrEqual(270_000);
    }
  });

  it('waits as long as the upstream asks, within reason', () => {
    const pace = new RetryPace(OPTIONS);
    const failure = { kind: 'rateLimit', message: '' } as const;
    expect(pace.delayAfter({ ...failure, retryAfterMs: 900_000 })).toBe(
      900_000,
    );
    expect(pace.delayAfter({ ...failure, retryAfterMs: 1e12 })).toBe(3_600_000);
  });

  it('opens the circuit after failures in a row, and closes it by one attempt that is answered', async () => {
    jest.useFakeTimers();
    try {
      const pace = new RetryPace(OPTIONS);
      await fail(pace, 4);
      expect(pace.isOpen).toBe(false);
      const [delay] = await fail(pace, 1);
      expect(pace.isOpen).toBe(true);
      expect(delay).toBeGreaterThan(OPTIONS.openMs);

      const attempt = jest.fn(async () => {});
      await expect(pace.attempt(attempt)).rejects.toThrow();
      expect(attempt).not.toHaveBeenCalled();

      jest.advanceTimersByTime(delay);
      await fail(pace, 1);
      expect(pace.isOpen).toBe(true);

      jest.advanceTimersByTime(OPTIONS.openMs);
      await pace.attempt(attempt);
      expect(attempt).toHaveBeenCalledTimes(1);
      expect(pace.isOpen).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });

  it('does not hold failures of our own database against the source', async () => {
    const pace = new RetryPace(OPTIONS);
    for (let attempt = 0; attempt < 10; attempt++) {
      await pace
        .attempt(() =>
          Promise.reject(
            new StoreFailure(
              'The database could not be used',
              new Error('locked'),
            ),
          ),
        )
        .catch(() => {});
    }
    expect(pace.isOpen).toBe(false);
  });

  it('begins anew only once the source has held', async () => {
    jest.useFakeTimers();
    try {
      const pace = new RetryPace({ ...OPTIONS, threshold: 100 });
      await fail(pace, 12);
      await pace.holding(Promise.resolve());
      expect((await fail(pace, 1))[0]).toBeGreaterThan(10_000);

      const held = pace.holding(
        new Promise(resolve => {
          setTimeout(resolve, 31_000);
        }),
      );
      await jest.advanceTimersByTimeAsync(31_000);
      await held;
      expect((await fail(pace, 1))[0]).toBeLessThan(2000);
    } finally {
      jest.useRealTimers();
    }
  });
});
