import { Lru } from '@throughline/plugin-delivery-node';

const LEAST_MS = 2_000;
const MOST_MS = 15_000;
/** What has gone on for so many times as long may wait so long for the next look. */
const PATIENCE = 20;

/**
 * Looks less often than it is asked, the longer a thing goes on: an operation is followed every second, for hours where
 * it waits for a person, and each look counts against the rate limit.
 */
export class Paced<T> {
  readonly #looks = new Lru<{ since: number; at: number; value: T }>(1_000);

  constructor(
    private readonly mostMs: number = MOST_MS,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws what `look` throws; then the next one looks again */
  async take(key: string, look: () => Promise<T>): Promise<T> {
    const known = this.#looks.get(key);
    const begun = this.now();
    const since = known?.since ?? begun;
    const wait = Math.max(LEAST_MS, (begun - since) / PATIENCE);
    if (known && begun - known.at < Math.min(wait, this.mostMs)) {
      return known.value;
    }
    const value = await look();
    this.#looks.set(key, { since, at: this.now(), value });
    return value;
  }
}
