/** The longest that a decision is kept. */
const TTL_MS = 60_000;
const MAX_ENTRIES = 1000;

/** An answer, and when the oldest was found of what it rests on, in milliseconds. */
export interface Answer<T> {
  value: T;
  foundAt: number;
}

/** Answers that are kept for a while; who asks for one that is being worked out waits for the same. */
export class Kept<T> {
  readonly #entries = new Map<
    string,
    { foundAt: number; answer: Promise<Answer<T>> }
  >();

  async get(
    key: string,
    now: number,
    make: () => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const known = this.#entries.get(key);
    if (known && known.foundAt + TTL_MS > now) {
      return known.answer;
    }
    const entry = { foundAt: now, answer: make() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_ENTRIES) {
      this.#entries.delete(this.#entries.keys().next().value!);
    }
    try {
      const answer = await entry.answer;
      entry.foundAt = Math.min(now, answer.foundAt);
      return answer;
    } catch (error) {
      if (this.#entries.get(key) === entry) {
        this.#entries.delete(key);
      }
      throw error;
    }
  }
}
