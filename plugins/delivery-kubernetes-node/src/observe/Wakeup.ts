/**
 * Lets one wait until another has something to do.
 *
 * @public
 */
export class Wakeup {
  #pending = false;
  #resolve: (() => void) | undefined;

  /** Says that there is something to do. */
  notify(): void {
    this.#pending = true;
    this.#resolve?.();
  }

  /** Waits until there is something to do since the last wait, or until `signal` says so. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#pending && !signal.aborted) {
      await new Promise<void>(resolve => {
        this.#resolve = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.#pending = false;
  }
}
