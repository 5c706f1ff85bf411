import { setTimeout as sleep } from 'node:timers/promises';

/** The share of the allowance that only what is urgent may use. */
const RESERVE = 0.15;
/** The last part of a limit that is left to others. */
const SCARCE = 0.05;
const WINDOW_MS = 60_000;

/**
 * What an upstream says of its limit.
 *
 * @public
 */
export interface LimitReading {
  /** Requests a minute. */
  limit: number;
  remaining: number;
  /** ISO 8601 */
  resetsAt: string;
}

/**
 * How a {@link RateBudget} is made.
 *
 * @public
 */
export interface RateBudgetOptions {
  /** The share of the limit that may be used, above 0 and up to 1. */
  share: number;
  /** The limit for as long as the upstream tells none, in requests a minute. */
  assumedLimit: number;
  now?: () => number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Keeps the requests to one upstream within a share of its limit in any minute, by waiting, and lets others go first
 * where they have used most of it.
 *
 * @public
 */
export class RateBudget {
  readonly #taken: number[] = [];
  #reading: LimitReading | undefined;
  readonly #now: () => number;
  readonly #sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;

  constructor(private readonly options: RateBudgetOptions) {
    this.#now = options.now ?? (() => Date.now());
    this.#sleep =
      options.sleep ?? ((ms, signal) => sleep(ms, undefined, { signal }));
  }

  /** What the upstream said last; undefined where it told nothing yet. */
  get reading(): LimitReading | undefined {
    return this.#reading;
  }

  /** How many requests may be made in a minute. */
  get allowance(): number {
    const limit = this.#reading?.limit ?? this.options.assumedLimit;
    return Math.max(1, Math.floor(limit * this.options.share));
  }

  /** Takes note of what the upstream says is left. */
  learn(reading: LimitReading): void {
    this.#reading = reading;
  }

  /**
   * Waits until one more request may be made, and counts it.
   *
   * @param urgent - whether the part may be used that is kept for what cannot wait
   * @throws the reason of the signal, where it is aborted meanwhile
   */
  async take(signal: AbortSignal, urgent: boolean): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const wait = this.#wait(urgent);
      if (wait <= 0) {
        this.#taken.push(this.#now());
        return;
      }
      await this.#sleep(Math.min(wait, WINDOW_MS), signal);
    }
  }

  #wait(urgent: boolean): number {
    const now = this.#now();
    while (this.#taken.length > 0 && this.#taken[0] <= now - WINDOW_MS) {
      this.#taken.shift();
    }
    const allowed = Math.max(
      1,
      Math.floor(this.allowance * (urgent ? 1 : 1 - RESERVE)),
    );
    const over = this.#taken.length - allowed;
    const forShare = over < 0 ? 0 : this.#taken[over] + WINDOW_MS - now;
    return Math.max(forShare, this.#waitForOthers(now));
  }

  #waitForOthers(now: number): number {
    const reading = this.#reading;
    if (!reading || reading.remaining >= reading.limit * SCARCE) {
      return 0;
    }
    return Math.min(Date.parse(reading.resetsAt) - now, WINDOW_MS) || 0;
  }
}
