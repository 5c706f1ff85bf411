/** The longest that a decision is kept. */
const TTL_MS = 60_000;
const MAX_ENTRIES = 1000;

/** Answers that are kept for a while; who asks for one that is being worked out waits for the same. */
export class Kept<T> {
  readonly #entries = new Map<string, { until: number; value: Promise<T> }>();

  async get(key: string, now: number, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && known.until > now) {
      return known.value;
    }
    const entry = { until: now + TTL_MS, value: make() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_ENTRIES) {
      this.#entries.delete(this.#entries.keys().next().value!);
    }
    try {
      return await entry.value;
    } catch (error) {
      if (this.#entries.get(key) === entry) {
        this.#entries.delete(key);
      }
      throw error;
    }
  }
}
