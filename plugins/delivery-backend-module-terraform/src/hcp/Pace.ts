import { setTimeout as sleep } from 'node:timers/promises';

/** Lets calls go one after another, with a gap between their starts. */
export class Pace {
  #next = 0;

  constructor(private readonly gapMs: number) {}

  /** Waits for the caller's turn; throws where the signal is aborted meanwhile. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.gapMs;
    if (at > now) {
      await sleep(at - now, undefined, { signal });
    }
  }
}
