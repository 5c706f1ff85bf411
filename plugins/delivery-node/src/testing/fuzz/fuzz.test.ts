import type { RunItem } from '../../contract';
import { FuzzRun } from './FuzzRun';
import type { FuzzSubject } from './FuzzSubject';
import { seededRandom, varyJson } from './varyJson';

const payload = { name: 'build', result: 'good', at: '2026-11-20T10:00:00Z' };

type Judge = (result: unknown) => 'succeeded' | 'failed';

function itemOf(pipeline: string, result: unknown, judge: Judge): RunItem {
  return {
    kind: 'run',
    key: 'a',
    pipeline,
    status: { status: judge(result), raw: String(result) },
    createdAt: payload.at,
    jobs: [],
  };
}

function subject(judge: Judge, change: Partial<FuzzSubject> = {}): FuzzSubject {
  return {
    name: 'a run',
    payloads: [payload],
    words: ['good', 'bad'],
    read: parsed => {
      if (typeof parsed?.name !== 'string' || parsed.name === '') {
        throw new TypeError('it has no name');
      }
      return [itemOf(parsed.name, parsed.result, judge)];
    },
    says: (_, { result }) => result === 'good',
    refuses: error => error instanceof TypeError,
    ...change,
  };
}

async function runs(one: FuzzSubject): Promise<FuzzRun> {
  const run = new FuzzRun([one], seededRandom(1));
  for (let count = 0; count < 2_000; count += 1) {
    await run.next();
  }
  return run;
}

describe('variations', () => {
  it('leave what they vary alone, and are the same for the same seed', () => {
    const before = JSON.stringify(payload);
    const vary = () => {
      const random = seededRandom(7);
      return Array.from({ length: 50 }, () => varyJson(payload, random));
    };
    const varied = vary();
    expect(vary()).toEqual(varied);
    expect(JSON.stringify(payload)).toBe(before);
    expect(
      varied.filter(one => JSON.stringify(one) === before).length,
    ).toBeLessThan(10);
  });

  it('find what is taken for good by default', async () => {
    await expect(
      runs(subject(result => (result === 'bad' ? 'failed' : 'succeeded'))),
    ).rejects.toThrow(/is greener than it says/);
  });

  it('pass what says no more than it is told', async () => {
    const run = await runs(
      subject(result => (result === 'good' ? 'succeeded' : 'failed')),
    );
    expect(run.told).toBeGreaterThan(500);
    expect(run.green).toBeGreaterThan(100);
  });

  it('find items that break the contract', async () => {
    const careless = subject(() => 'failed', {
      read: parsed => [itemOf(parsed?.name, parsed?.result, () => 'failed')],
    });
    await expect(runs(careless)).rejects.toThrow(/breaks the contract/);
  });

  it('find what crashes', async () => {
    const crashing = subject(() => 'failed', {
      read: ({ at }) => [at.slice(0, 1)].slice(1),
      refuses: () => false,
    });
    await expect(runs(crashing)).rejects.toThrow(/it crashes: TypeError/);
  });

  it('find what is told otherwise the second time', async () => {
    let count = 0;
    const ticking = subject(() => 'failed', {
      read: () => {
        count += 1;
        return [itemOf(`${count}`, 'bad', () => 'failed')];
      },
    });
    await expect(runs(ticking)).rejects.toThrow(/otherwise the second time/);
  });
});
