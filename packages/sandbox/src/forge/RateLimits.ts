/** What is left of a token's hour. */
export interface RateLimit {
  limit: number;
  used: number;
  remaining: number;
  /** Seconds since 1970. */
  reset: number;
}

const HOUR_S = 3_600;

/** Counts requests per token and resource, an hour at a time. */
export class RateLimits {
  readonly #windows = new Map<string, { used: number; reset: number }>();

  constructor(
    private readonly limit = 5_000,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** Where a token stands. */
  read(token: string, resource: string): RateLimit {
    const window = this.#window(token, resource);
    return {
      limit: this.limit,
      used: window.used,
      remaining: Math.max(0, this.limit - window.used),
      reset: window.reset,
    };
  }

  /** Counts requests, and says where the token stands then. */
  take(token: string, resource: string, cost = 1): RateLimit {
    this.#window(token, resource).used += cost;
    return this.read(token, resource);
  }

  #window(token: string, resource: string) {
    const key = `${resource} ${token}`;
    const seconds = Math.floor(this.now() / 1000);
    let window = this.#windows.get(key);
    if (!window || window.reset <= seconds) {
      window = { used: 0, reset: seconds + HOUR_S };
      this.#windows.set(key, window);
    }
    return window;
  }
}
