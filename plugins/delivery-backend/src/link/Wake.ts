/** Sleeps that can be ended early. */
export class Wake {
  #awake = false;
  #end: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Ends the sleep that goes on, or keeps the next one from beginning. */
  up(): void {
    this.#awake = true;
    this.#end?.();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#awake && !signal.aborted) {
      await new Promise<void>(resolve => {
        const end = () => {
          clearTimeout(this.#timer);
          signal.removeEventListener('abort', end);
          this.#end = undefined;
          resolve();
        };
        this.#timer = setTimeout(end, ms);
        this.#timer.unref?.();
        signal.addEventListener('abort', end);
        this.#end = end;
      });
    }
    this.#awake = false;
  }
}
