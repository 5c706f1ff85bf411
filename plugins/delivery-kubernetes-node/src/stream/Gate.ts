import { pause } from './backoff';

/**
 * Lets a few through at a time. Lists of many clusters at once would need the memory of all their pages together. One
 * that is kept waiting for long goes through all the same, so that clusters that hang do not hold up the others.
 *
 * @public
 */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number, private readonly longestWaitMs = 5_000) {
    this.#free = places;
  }

  /** Waits for a place, or for long enough, or for `signal`; the result gives the place back. */
  async enter(signal: AbortSignal): Promise<() => void> {
    this.#free--;
    if (this.#free < 0) {
      await this.#wait(signal);
    }
    let entered = true;
    return () => {
      if (entered) {
        entered = false;
        this.#free++;
        this.#waiting.shift()?.();
      }
    };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const call = () => done.abort();
    this.#waiting.push(call);
    await pause(this.longestWaitMs, AbortSignal.any([signal, done.signal]));
    const place = this.#waiting.indexOf(call);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
    }
  }
}
