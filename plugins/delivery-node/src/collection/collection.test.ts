import fc from 'fast-check';
import { z } from 'zod';
import type { Observation } from '../contract';
import { fingerprint } from './fingerprint';
import { interleave } from './interleave';
import { keepAlive } from './keepAlive';
import { Lru } from './Lru';
import { mergePaths } from './mergePaths';
import { RateBudget } from './RateBudget';
import { RepositoryCursor } from './RepositoryCursor';
import { actorOf, firstLine, isoTime, webUrl } from './text';
import { touchedPaths } from './touchedPaths';
import { Turns } from './Turns';
import { worstRun } from './worstRun';

const pause = (ms = 1) => new Promise(resolve => setTimeout(resolve, ms));

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of source) {
    list.push(one);
  }
  return list;
}

describe('interleave', () => {
  it('works on so many at a time, and takes all that they tell', async () => {
    let running = 0;
    let most = 0;
    const task = (name: number) =>
      async function* tell() {
        running += 1;
        most = Math.max(most, running);
        await pause();
        yield name;
        await pause();
        yield name + 0.5;
        running -= 1;
      };
    const told = await all(interleave([1, 2, 3, 4, 5].map(task), 2));
    expect(told.sort()).toEqual([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5]);
    expect(most).toBe(2);
  });

  it('lets none note as told what was not taken', async () => {
    const noted: string[] = [];
    const task = (name: string) =>
      async function* tell() {
        yield name;
        noted.push(name);
      };
    const told = interleave([task('a'), task('b')], 2);
    const first = await told.next();
    await pause(5);
    expect(noted).toEqual([]);
    const second = await told.next();
    await pause(5);
    expect(noted).toEqual([first.value]);
    expect(second.value).not.toBe(first.value);
  });

  it('ends at the first failure, and ends the others', async () => {
    let ended = false;
    const slow = async function* tell() {
      try {
        yield 1;
        await pause(5);
        yield 2;
      } finally {
        ended = true;
      }
    };
    const bad = async function* tell(): AsyncGenerator<number> {
      await pause();
      throw new Error('broken');
    };
    await expect(all(interleave([slow, bad], 2))).rejects.toThrow('broken');
    await pause(10);
    expect(ended).toBe(true);
  });
});

describe('keepAlive', () => {
  async function* slow(): AsyncGenerator<Observation> {
    await pause(50);
    yield { type: 'checkpoint', cursor: 'x' };
  }

  it('says alive only where something was answered', async () => {
    expect(await all(keepAlive(slow(), () => 0, 10))).toEqual([
      { type: 'checkpoint', cursor: 'x' },
    ]);
    let answers = 0;
    const told = await all(
      keepAlive(
        slow(),
        () => {
          answers += 1;
          return answers;
        },
        10,
      ),
    );
    expect(told).toContainEqual({ type: 'alive' });
    expect(told[told.length - 1]).toEqual({ type: 'checkpoint', cursor: 'x' });
  });

  it('passes a failure on', async () => {
    const failing = async function* tell(): AsyncGenerator<Observation> {
      throw new Error('broken');
    };
    await expect(all(keepAlive(failing(), () => 0))).rejects.toThrow('broken');
  });
});

describe('a budget', () => {
  const { signal } = new AbortController();

  function budget(share: number, assumedLimit: number) {
    const clock = { now: 1_000_000 };
    const made = new RateBudget({
      share,
      assumedLimit,
      now: () => clock.now,
      sleep: async ms => {
        clock.now += ms;
      },
    });
    return { made, clock };
  }

  it('is never passed in any minute, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5_000), { minLength: 1, maxLength: 300 }),
        fc.boolean(),
        async (gaps, urgent) => {
          const { made, clock } = budget(0.25, 80);
          const taken: number[] = [];
          for (const gap of gaps) {
            clock.now += gap;
            await made.take(signal, urgent);
            taken.push(clock.now);
            const lately = taken.filter(at => at > clock.now - 60_000);
            expect(lately.length).toBeLessThanOrEqual(urgent ? 20 : 17);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('goes by what the upstream says, and leaves the last of it to others', async () => {
    const { made, clock } = budget(0.5, 10);
    expect(made.allowance).toBe(5);
    made.learn({
      limit: 100,
      remaining: 4,
      resetsAt: new Date(clock.now + 7_000).toISOString(),
    });
    expect(made.allowance).toBe(50);
    const before = clock.now;
    await made.take(signal, false);
    expect(clock.now - before).toBe(7_000);
  });

  it('stops waiting when nobody waits any more', async () => {
    const { made } = budget(1, 10);
    await expect(made.take(AbortSignal.abort(), true)).rejects.toThrow();
  });
});

describe('a cursor', () => {
  const schema = z.object({
    a: z.string().optional(),
    b: z.number().optional(),
  });

  it('is the same text in whatever order it was made, and read back', () => {
    const one = RepositoryCursor.parse(undefined, schema);
    Object.assign(one.state('y'), { b: 1 });
    Object.assign(one.state('x'), { b: 2, a: 'z' });
    const text = one.toString();
    const two = RepositoryCursor.parse(text, schema);
    expect(two.toString()).toBe(text);
    expect(two.state('x')).toEqual({ a: 'z', b: 2 });
  });

  it('that cannot be read counts as none, in whole or for one repository', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(RepositoryCursor.parse(text, schema).identities()).toEqual([]);
      }),
    );
    const half = RepositoryCursor.parse(
      JSON.stringify({
        version: 1,
        repositories: { x: { a: 1 }, y: { a: 'z' } },
        problems: ['p'],
      }),
      schema,
    );
    expect(half.identities()).toEqual(['y']);
    expect([...half.problems]).toEqual(['p']);
  });
});

it('turns: the urgent first, then the hot, then those waiting longest', () => {
  let now = 1_000_000;
  const turns = new Turns(() => now);
  ['a', 'b', 'c', 'd'].forEach(name => {
    now += 1;
    turns.looked(name);
  });
  turns.heat('c');
  const order = () =>
    turns.inOrder(['d', 'c', 'b', 'a', 'e'], one => one, new Set('d'));
  expect(order()).toEqual(['d', 'c', 'e', 'a', 'b']);
  now += 5 * 60_000;
  expect(order()).toEqual(['d', 'e', 'a', 'b', 'c']);
  turns.keep(new Set(['a']));
  expect(turns.wasLookedAt('b')).toBe(false);
});

it('a map of bounded size forgets what was not asked for', () => {
  const map = new Lru<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect(['a', 'b', 'c'].map(key => map.get(key))).toEqual([1, undefined, 3]);
  expect(map.size).toBe(2);
});

it('the worst of several runs hides nothing', () => {
  const worst = (...statuses: string[]) =>
    worstRun(statuses.map(status => ({ status } as never)))?.status;
  expect(worst()).toBeUndefined();
  expect(worst('succeeded', 'unknown')).toBe('unknown');
  expect(worst('skipped', 'succeeded')).toBe('succeeded');
  expect(worst('succeeded', 'running', 'failed', 'unknown')).toBe('failed');
});

it('a merge touches what it brought in, and not what was there', () => {
  const commits = [
    { sha: 'm', parents: ['b', 't'] },
    { sha: 't', parents: ['a'] },
    { sha: 'b', parents: ['a'] },
    { sha: 'a', parents: [] },
  ];
  const touched = new Map([
    ['t', new Set(['web'])],
    ['b', new Set(['docs'])],
    ['a', new Set(['api'])],
  ]);
  expect(mergePaths(commits, touched).get('m')).toEqual(new Set(['web']));
});

it('paths are touched by what lies in them, and not by what begins alike', () => {
  expect(touchedPaths(['api/x', 'webapp/y'], ['', 'api', 'web'])).toEqual([
    '',
    'api',
  ]);
});

it('text is bounded, times are times, URLs are of the web', () => {
  expect(firstLine('a\nb')).toBe('a');
  expect(firstLine('x'.repeat(400))).toHaveLength(300);
  expect(isoTime('0001-01-01T00:00:00Z')).toBeUndefined();
  expect(isoTime('2026-11-20T10:00:00+01:00')).toBe('2026-11-20T09:00:00.000Z');
  expect(webUrl('ftp://a.test')).toBeUndefined();
  expect(actorOf('ada', '')).toEqual({ name: 'ada', login: 'ada' });
  expect(actorOf(null, ' ')).toBeUndefined();
  expect(fingerprint({ a: 1 })).toHaveLength(12);
});
