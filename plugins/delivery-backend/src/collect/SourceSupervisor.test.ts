import { mockServices } from '@backstage/backend-test-utils';
import {
  type Observation,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import { aborted, FakeSource } from '../__testUtils__/FakeSource';
import type { Store } from '../store';
import { createCollectionMetrics } from './CollectionMetrics';
import { SourceSupervisor } from './SourceSupervisor';

const LEASE = { name: 'source:fake:x', holder: 'one', fence: 1 };

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms);
  });
}

/** A store that keeps nothing but what it was told of. */
class FakeStore {
  readonly failures: string[] = [];
  completed = 0;
  broken = false;

  readonly interests = {
    load: async () => ({
      version: '',
      repositories: [],
      images: [],
      pipelines: [],
    }),
  };

  cursor: string | undefined;
  /** Of each pass whether it looked at all. */
  readonly wholes: boolean[] = [];

  async openWriter() {
    let answered = false;
    return {
      cursor: this.cursor,
      get answered() {
        return answered;
      },
      write: async (observations: Observation[]) => {
        if (this.broken) {
          throw new Error('database is locked');
        }
        for (const observation of observations) {
          answered ||= observation.type === 'alive';
          if (observation.type === 'checkpoint') {
            this.cursor = observation.cursor;
          }
        }
        return { written: 0, unchanged: 0, removed: 0, malformed: 0 };
      },
      complete: async ({ whole }: { whole: boolean }) => {
        this.completed++;
        this.wholes.push(whole);
      },
      fail: async (kind: string, message: string) => {
        this.failures.push(`${kind}: ${message}`);
      },
    };
  }
}

describe('SourceSupervisor', () => {
  let store: FakeStore;
  let stop: AbortController;
  const logger = mockServices.logger.mock();

  beforeEach(() => {
    jest.useFakeTimers();
    store = new FakeStore();
    stop = new AbortController();
    jest.clearAllMocks();
  });
  afterEach(() => jest.useRealTimers());

  function supervise(source: FakeSource): {
    supervisor: SourceSupervisor;
    done: Promise<void>;
  } {
    const supervisor = new SourceSupervisor({
      source,
      store: store as unknown as Store,
      logger,
      metrics: createCollectionMetrics(),
    });
    return { supervisor, done: supervisor.run(stop.signal, LEASE) };
  }

  it('makes passes over a polled source from start to start, and for hints', async () => {
    const source = new FakeSource(
      'fake:x',
      async function* pass() {
        yield { type: 'alive' };
      },
      'poll',
    );
    const { supervisor, done } = supervise(source);
    await jest.advanceTimersByTimeAsync(130_000);
    expect(source.attempts.map(({ reason }) => reason)).toEqual([
      'start',
      'scheduled',
      'scheduled',
    ]);
    supervisor.hint({ subject: 'a' });
    supervisor.hint({ subject: 'b' });
    await jest.advanceTimersByTimeAsync(1000);
    expect(source.attempts[3]).toMatchObject({
      reason: 'hint',
      hints: [{ subject: 'a' }, { subject: 'b' }],
    });
    expect(store.completed).toBe(4);
    stop.abort();
    await done;
  });

  it('takes a pass for new interests for one over a part only', async () => {
    const source = new FakeSource(
      'fake:x',
      async function* pass() {
        yield { type: 'alive' };
      },
      'poll',
    );
    const { supervisor, done } = supervise(source);
    await jest.advanceTimersByTimeAsync(1000);
    supervisor.setInterests({
      version: '2',
      repositories: [],
      images: [],
      pipelines: [],
    });
    await jest.advanceTimersByTimeAsync(2000);
    expect(source.attempts.map(({ reason }) => reason)).toEqual([
      'start',
      'interests',
    ]);
    expect(store.wholes).toEqual([true, false]);
    stop.abort();
    await done;
  });

  it('has a long pass make way for a hint, and resumes it from its checkpoint', async () => {
    const told: string[] = [];
    const source = new FakeSource(
      'fake:x',
      async function* slow(context) {
        yield { type: 'alive' };
        if (context.reason === 'hint') {
          told.push('hint');
          return;
        }
        for (let part = Number(context.cursor ?? 0); part < 10; part++) {
          await sleep(2000);
          told.push(`${part}`);
          yield { type: 'checkpoint', cursor: `${part + 1}` };
        }
      },
      'poll',
    );
    const { supervisor, done } = supervise(source);
    await jest.advanceTimersByTimeAsync(6500);
    supervisor.hint({ subject: 'a' });
    await jest.advanceTimersByTimeAsync(2000);
    expect(told.slice(-2)).toEqual(['3', 'hint']);
    await jest.advanceTimersByTimeAsync(13_000);
    expect(told.filter(each => each !== 'hint')).toEqual(
      Array.from({ length: 10 }, (_, part) => `${part}`),
    );
    expect(source.attempts.map(({ reason }) => reason)).toEqual([
      'start',
      'hint',
      'start',
    ]);
    expect(store.completed).toBe(2);
    expect(store.failures).toEqual([]);
    stop.abort();
    await done;
  });

  it('comes to the end of a long pass, however many hints there are', async () => {
    let ends = 0;
    const source = new FakeSource(
      'fake:x',
      async function* slow({ reason, signal }) {
        yield { type: 'alive' };
        if (reason !== 'hint') {
          await sleep(20_000);
          ends += signal.aborted ? 0 : 1;
        }
      },
      'poll',
      15_000,
    );
    const { supervisor, done } = supervise(source);
    for (let second = 0; second < 70; second++) {
      supervisor.hint({ subject: 'a' });
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(ends).toBe(1);
    const hints = source.attempts.filter(({ reason }) => reason === 'hint');
    expect(hints.length).toBeGreaterThanOrEqual(3);
    expect(store.failures).toEqual([]);
    stop.abort();
    await done;
  });

  it('lets a pass be whose upstream does not answer: a hint would not be answered either', async () => {
    const source = new FakeSource(
      'fake:x',
      async function* hang({ signal }) {
        yield { type: 'listing', scope: 'all' };
        await aborted(signal);
      },
      'poll',
    );
    const { supervisor, done } = supervise(source);
    await jest.advanceTimersByTimeAsync(5000);
    supervisor.hint({ subject: 'a' });
    await jest.advanceTimersByTimeAsync(50_000);
    expect(source.attempts).toHaveLength(1);
    stop.abort();
    await done;
  });

  it('ends a silent observation and begins again', async () => {
    const source = new FakeSource('fake:x', async function* hang({ signal }) {
      yield { type: 'alive' };
      await aborted(signal);
    });
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(59_000);
    expect(source.attempts).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(store.failures).toEqual([
      'timeout: The upstream said nothing for 60 s',
    ]);
    expect(source.attempts).toHaveLength(2);
    expect(source.attempts[0].signal.aborted).toBe(true);
    stop.abort();
    await done;
  });

  it('tries a source that is down ever more seldom, and tells the log once', async () => {
    const source = new FakeSource('fake:x', () => {
      throw new SourceFailure('unreachable', 'connection refused');
    });
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(source.attempts.length).toBeGreaterThan(8);
    expect(source.attempts.length).toBeLessThan(25);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    stop.abort();
    await done;
  });

  it.each(['authentication', 'permission', 'configuration'] as const)(
    'does not hammer with a failure of kind %s',
    async kind => {
      const source = new FakeSource('fake:x', () => {
        throw new SourceFailure(kind, 'no');
      });
      const { done } = supervise(source);
      await jest.advanceTimersByTimeAsync(600_000);
      expect(source.attempts.length).toBeLessThanOrEqual(3);
      stop.abort();
      await done;
    },
  );

  it('does not call before the upstream wants it', async () => {
    const source = new FakeSource('fake:x', () => {
      throw new SourceFailure('rateLimit', 'slow down', {
        retryAfterMs: 120_000,
      });
    });
    const { supervisor, done } = supervise(source);
    await jest.advanceTimersByTimeAsync(100_000);
    supervisor.hint({ subject: 'a' });
    await jest.advanceTimersByTimeAsync(15_000);
    expect(source.attempts).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(source.attempts).toHaveLength(2);
    stop.abort();
    await done;
  });

  it('does not list all again and again for a watch that breaks as soon as it is there', async () => {
    const source = new FakeSource('fake:x', async function* breaking() {
      yield { type: 'alive' };
      throw new SourceFailure('protocol', 'cut off');
    });
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(source.attempts.length).toBeLessThan(25);
    stop.abort();
    await done;
  });

  it('counts a watch that ends without an answer as failed', async () => {
    const source = new FakeSource('fake:x', async function* empty() {
      yield { type: 'listing', scope: 'all' };
    });
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(100);
    expect(store.failures[0]).toMatch(/protocol: .*ended before/);
    stop.abort();
    await done;
  });

  it.each([
    undefined,
    'text',
    { message: 'no error' },
    new Proxy(new Error('x'), {
      get: () => {
        throw new Error('even this');
      },
    }),
  ])('goes on whatever is thrown', async thrown => {
    const source = new FakeSource('fake:x', () => {
      throw thrown;
    });
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(source.attempts.length).toBeGreaterThan(1);
    expect(store.failures[0]).toMatch(/^internal: /);
    stop.abort();
    await done;
  });

  it('does not blame the source for our own database', async () => {
    const source = new FakeSource('fake:x', async function* fine({ signal }) {
      yield { type: 'alive' };
      await aborted(signal);
    });
    store.broken = true;
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(1000);
    store.broken = false;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(source.attempts).toHaveLength(2);
    expect(store.failures).toEqual([]);
    stop.abort();
    await done;
  });

  it('ends when told to, though the provider does not listen', async () => {
    const source = new FakeSource('fake:x', async function* deaf() {
      yield { type: 'alive' };
      await new Promise(() => {});
    });
    const { done } = supervise(source);
    await jest.advanceTimersByTimeAsync(1000);
    stop.abort();
    await done;
    expect(store.failures).toEqual([]);
  });
});
