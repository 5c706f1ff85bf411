/**
 * Wakes one waiter. Unlike `Promise.race` against a signal that lives for days, waiting on it again and again leaves
 * nothing behind.
 */
export class Doorbell {
  #rung = false;
  #answer: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#answer?.();
  }

  /** Resolves at the next ring, or at once where it has rung since the last wait. */
  async wait(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>(resolve => {
        this.#answer = resolve;
      });
    }
    this.#answer = undefined;
    this.#rung = false;
  }

  /** Like {@link Doorbell.wait}, and rings by itself after a time. */
  async waitFor(ms: number): Promise<void> {
    const timer = setTimeout(() => this.ring(), ms);
    try {
      await this.wait();
    } finally {
      clearTimeout(timer);
    }
  }
}
