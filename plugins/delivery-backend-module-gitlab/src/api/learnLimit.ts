import type { RateBudget } from '@throughline/plugin-delivery-node';

/** Takes note of what an answer's headers say of the rate limit, where they do. */
export function learnLimit(budget: RateBudget, headers: Headers): void {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map(name =>
    Number(headers.get(`ratelimit-${name}`) ?? NaN),
  );
  if (limit > 0 && remaining >= 0 && reset > 0 && reset < 1e11) {
    budget.learn({
      limit,
      remaining,
      resetsAt: new Date(reset * 1000).toISOString(),
    });
  }
}
