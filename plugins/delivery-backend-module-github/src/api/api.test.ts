import { BudgetSpent, BudgetTracker } from './BudgetTracker';
import { judgeRefusal } from './judgeRefusal';

describe('judgeRefusal', () => {
  const now = 1_700_000_000_000;
  const judge = (
    status: number,
    headers: Record<string, string> = {},
    message?: string,
  ) =>
    judgeRefusal(
      { status, headers: new Headers(headers), message, asked: 'runs' },
      'github.com',
      now,
    );

  it.each([
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000090' },
      '',
      'rateLimit',
      90_000,
    ],
    [
      429,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000090' },
      '',
      'rateLimit',
      90_000,
    ],
    [403, { 'retry-after': '7' }, '', 'rateLimit', 7_000],
    [403, {}, 'You have exceeded a secondary rate limit', 'rateLimit', 60_000],
    [429, {}, '', 'rateLimit', 60_000],
    [
      403,
      { 'x-ratelimit-remaining': '4999' },
      'Resource not accessible by integration',
      'permission',
      undefined,
    ],
    [403, {}, 'Must have admin rights', 'permission', undefined],
    [401, {}, 'Bad credentials', 'authentication', undefined],
    [502, {}, '', 'unreachable', undefined],
    [422, {}, '', 'protocol', undefined],
  ] as const)('%p %p %p is %s', (status, headers, message, kind, wait) => {
    expect(judge(status, headers, message)).toMatchObject({
      kind,
      retryAfterMs: wait,
    });
  });
});

describe('BudgetTracker', () => {
  let now = 1_700_000_000_000;
  const tracker = () => new BudgetTracker(0.25, () => now);

  it('keeps within its share in any hour', () => {
    const budget = tracker();
    let taken = 0;
    const takeAll = () => {
      while (budget.affords('core', 10, true)) {
        budget.take('core', 10, true);
        taken += 10;
      }
    };
    takeAll();
    expect(taken).toBe(1_250);
    expect(() => budget.take('core', 1, true)).toThrow(BudgetSpent);
    now += 59 * 60_000;
    takeAll();
    expect(taken).toBe(1_250);
    now += 60_000;
    takeAll();
    expect(taken).toBe(2_500);
    expect(budget.affords('graphql', 10, false)).toBe(true);
  });

  it('keeps a part for what cannot wait', () => {
    const budget = tracker();
    budget.take('core', 1_100, true);
    expect(budget.affords('core', 1, false)).toBe(false);
    expect(budget.affords('core', 1, true)).toBe(true);
  });

  it('learns the limit, and leaves the last of it to others', () => {
    const budget = tracker();
    const resetsAt = new Date(now + 600_000).toISOString();
    budget.learn('core', { limit: 12_000, remaining: 11_000, resetsAt });
    expect(budget.allowance('core')).toBe(3_000);
    budget.learn('core', { limit: 12_000, remaining: 500, resetsAt });
    expect(budget.affords('core', 1, true)).toBe(false);
    now += 601_000;
    expect(budget.affords('core', 1, true)).toBe(true);
    expect(budget.scarcest()).toMatchObject({ remaining: 500 });
  });

  it('gives back what cost nothing', () => {
    const budget = tracker();
    budget.take('core', 1, false);
    budget.correct('core', -1);
    expect(budget.used('core')).toBe(0);
  });
});
