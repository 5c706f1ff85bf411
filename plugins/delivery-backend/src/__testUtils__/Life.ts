const never = () => new Promise<never>(() => {});

/**
 * One life of a process: it dies right after so many of its calls have taken effect, before it hears of the last one.
 * Of what it called before, nothing comes back to it any more, and what it calls then does not happen.
 */
export class Life {
  readonly died: Promise<void>;
  isOver = false;
  #left: number;
  #die = () => {};

  constructor(calls: number) {
    this.#left = calls;
    this.died = new Promise(resolve => {
      this.#die = () => {
        this.isOver = true;
        resolve();
      };
    });
  }

  /** Something outside of the process, of which some calls count. */
  reach<T extends object>(outside: T, counted: readonly string[]): T {
    return new Proxy(outside, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target);
        if (counted.includes(String(name)) && typeof value === 'function') {
          return (...given: unknown[]) =>
            this.#call(() => value.apply(target, given));
        }
        if (typeof value === 'function') {
          return value.bind(target);
        }
        return name === 'pullRequests' && value
          ? this.reach(value, counted)
          : value;
      },
    });
  }

  async #call(call: () => unknown): Promise<unknown> {
    if (this.isOver) {
      return never();
    }
    const answer = await Promise.resolve()
      .then(call)
      .then(
        value => () => value,
        error => () => {
          throw error;
        },
      );
    if (!this.isOver && --this.#left <= 0) {
      this.#die();
    }
    return this.isOver ? never() : answer();
  }
}
