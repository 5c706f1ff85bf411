/** For so long after a change, a repository goes first. */
const HOT_MS = 5 * 60_000;

/**
 * Remembers when each repository was looked at and where something happens, so that all get their turn.
 *
 * @public
 */
export class Turns {
  readonly #looked = new Map<string, number>();
  readonly #hot = new Map<string, number>();

  constructor(private readonly now: () => number = () => Date.now()) {}

  reset(): void {
    this.#looked.clear();
    this.#hot.clear();
  }

  looked(identity: string): void {
    this.#looked.set(identity, this.now());
  }

  heat(identity: string): void {
    this.#hot.set(identity, this.now() + HOT_MS);
  }

  isHot(identity: string): boolean {
    return (this.#hot.get(identity) ?? 0) > this.now();
  }

  wasLookedAt(identity: string): boolean {
    return this.#looked.has(identity);
  }

  /**
   * The urgent ones first, then the hot ones, then the rest; of each, those first that were not looked at for longest.
   */
  inOrder<T>(
    all: readonly T[],
    identityOf: (one: T) => string,
    urgent: ReadonlySet<string>,
  ): T[] {
    const ranked = all.map(one => {
      const identity = identityOf(one);
      const cool = this.isHot(identity) ? 1 : 2;
      return {
        one,
        rank: urgent.has(identity) ? 0 : cool,
        looked: this.#looked.get(identity) ?? 0,
      };
    });
    return ranked
      .sort((a, b) => a.rank - b.rank || a.looked - b.looked)
      .map(({ one }) => one);
  }

  /** Forgets what is of no interest any more. */
  keep(identities: ReadonlySet<string>): void {
    for (const map of [this.#looked, this.#hot]) {
      for (const identity of [...map.keys()]) {
        if (!identities.has(identity)) {
          map.delete(identity);
        }
      }
    }
  }
}
