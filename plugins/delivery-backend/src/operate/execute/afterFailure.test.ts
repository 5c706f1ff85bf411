import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { OperationRecord } from '../records';
import { afterFailure } from './afterFailure';
import type { WaveMemory, WriteMemory } from './VersionMemory';

const NOW = Date.parse('2026-11-26T08:00:00Z');
const record = { id: '42' } as OperationRecord;
const wave = (write?: Partial<WriteMemory>, minutes = 0): WaveMemory => ({
  writes: write ? { 'git.example/x main': { conflicts: 0, ...write } } : {},
  told: [],
  synced: [],
  degradedSince: {},
  ...(minutes > 0
    ? { unansweredSince: new Date(NOW - minutes * 60_000).toISOString() }
    : {}),
});
const judge = (kind: SourceFailure['kind'], memory: WaveMemory) =>
  afterFailure(new SourceFailure(kind, 'why'), memory, record, {
    now: NOW,
    patienceMs: 30 * 60_000,
  });
const writing = { writing: { parent: 'a' }, branch: 'main' };
const pullRequest = { number: 7, url: 'u', headSha: 'b' };

it.each(['timeout', 'unreachable', 'rateLimit'] as const)(
  'tries again after %s, and remembers since when',
  kind => {
    const memory = wave(writing);
    expect(judge(kind, memory)).toEqual({ state: 'running', message: 'why' });
    expect(memory.unansweredSince).toBe('2026-11-26T08:00:00.000Z');
    expect(judge(kind, wave(writing, 29)).state).toBe('running');
  },
);

it('says where to look once nobody has answered for too long', () => {
  const { state, message } = judge('timeout', wave(writing, 31));
  expect(state).toBe('unknown');
  expect(message).toContain('git.example/x');
  expect(message).toContain('"Delivery-Operation: 42"');
});

it('has failed where nothing can have been written', () => {
  for (const memory of [wave(), wave({ branch: 'main' }, 31)]) {
    expect(judge('permission', memory)).toEqual({
      state: 'failed',
      message: 'why; nothing was written',
    });
  }
  expect(judge('timeout', wave({}, 31)).state).toBe('failed');
});

it('names what was written before it failed', () => {
  expect(judge('configuration', wave({ sha: 'c' })).message).toBe(
    'why; git.example/x is written already',
  );
  expect(
    judge('configuration', wave({ sha: 'c', asItWas: true })).message,
  ).toBe('why; nothing was written');
});

it('follows an open pull request however long its host is down, and says where it cannot', () => {
  const memory = wave({ ...writing, pullRequest }, 24 * 60);
  expect(judge('unreachable', memory).state).toBe('running');
  expect(judge('permission', memory)).toEqual({
    state: 'unknown',
    message:
      'pull request #7 cannot be followed any more, and may be merged or not: why',
  });
});

it('leaves to others what is no failure of a source', () => {
  expect(() =>
    afterFailure(new TypeError('bug'), wave(), record, {
      now: NOW,
      patienceMs: 1,
    }),
  ).toThrow('bug');
});
