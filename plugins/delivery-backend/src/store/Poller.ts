/** Does something again and again, one at a time, until it is stopped. It keeps no process alive. */
export class Poller {
  #timer: NodeJS.Timeout | undefined;
  #round: object | undefined;

  constructor(
    private readonly options: {
      everyMs: number;
      work: () => Promise<void>;
      onError: (error: unknown) => void;
    },
  ) {}

  /** The first time is at once. */
  start(): void {
    if (!this.#round) {
      this.#round = {};
      this.#go(this.#round);
    }
  }

  stop(): void {
    this.#round = undefined;
    clearTimeout(this.#timer);
  }

  #go(round: object): void {
    this.options
      .work()
      .catch(this.options.onError)
      .finally(() => {
        if (this.#round === round) {
          this.#timer = setTimeout(() => this.#go(round), this.options.everyMs);
          this.#timer.unref?.();
        }
      });
  }
}
