/** Those who want to be told. One that throws does not keep the news from the others, nor fails who tells. */
export class Listeners<T> {
  readonly #all = new Set<(news: T) => void>();

  constructor(private readonly onError: (error: unknown) => void = () => {}) {}

  get size(): number {
    return this.#all.size;
  }

  /** @returns how to stop */
  add(listener: (news: T) => void): () => void {
    const own = (news: T) => listener(news);
    this.#all.add(own);
    return () => {
      this.#all.delete(own);
    };
  }

  call(news: T): void {
    for (const listener of [...this.#all]) {
      try {
        listener(news);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
