/** Lets one wait until another has something to do. */
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
      let stop = () => {};
      await new Promise<void>(resolve => {
        stop = resolve;
        this.#resolve = resolve;
        signal.addEventListener('abort', stop, { once: true });
      });
      signal.removeEventListener('abort', stop);
    }
    this.#pending = false;
  }
}
