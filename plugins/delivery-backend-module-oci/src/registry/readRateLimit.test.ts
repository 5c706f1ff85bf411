import { readRateLimit, waitOf } from './readRateLimit';

const NOW = Date.UTC(2026, 10, 25);

describe('readRateLimit', () => {
  it.each<[Record<string, string>, object | undefined]>([
    [
      {
        'ratelimit-limit': '100;w=21600',
        'ratelimit-remaining': '0;w=21600',
      },
      { limit: 100, remaining: 0 },
    ],
    [
      {
        'ratelimit-limit': '600',
        'ratelimit-remaining': '599',
        'ratelimit-reset': '60',
      },
      { limit: 600, remaining: 599, resetsAt: '2026-11-25T00:01:00.000Z' },
    ],
    [{ 'ratelimit-limit': '100;w=21600' }, undefined],
    [{ 'ratelimit-limit': 'many', 'ratelimit-remaining': '1' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(readRateLimit(new Headers(headers), NOW)).toEqual(expected);
  });
});

describe('waitOf', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'x-retry-after': String(NOW / 1_000 + 90) }, 90_000],
    [{ 'x-retry-after': '1' }, 0],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(waitOf(new Headers(headers), NOW)).toBe(expected);
  });
});
