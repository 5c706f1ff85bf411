/** How many refused deliveries are borne from one sender. */
export interface RejectionBucketsOptions {
  /** How many in a row. */
  burst: number;
  /** After how long one more, in milliseconds. */
  refillMs: number;
  /** How many senders are remembered; those that were refused longest ago are forgotten first. */
  senders: number;
  now?: () => number;
}

export const DEFAULT_BUCKETS: RejectionBucketsOptions = {
  burst: 20,
  refillMs: 3000,
  senders: 10_000,
};

/**
 * A token bucket for each sender whose deliveries were refused; who sends what is genuine spends nothing. It is kept
 * as the time at which the bucket is full again, so that a sender costs one number.
 */
export class RejectionBuckets {
  readonly #fullAt = new Map<string, number>();
  readonly #now: () => number;

  constructor(
    private readonly options: RejectionBucketsOptions = DEFAULT_BUCKETS,
  ) {
    this.#now = options.now ?? Date.now;
  }

  /** For how long nothing is taken from the sender, in milliseconds; 0 where it may send. */
  waitMs(sender: string): number {
    const { burst, refillMs } = this.options;
    const fullAt = this.#fullAt.get(sender) ?? 0;
    return Math.max(0, fullAt - this.#now() - (burst - 1) * refillMs);
  }

  /** Counts a delivery that was refused. */
  spend(sender: string): void {
    const fullAt = Math.max(this.#now(), this.#fullAt.get(sender) ?? 0);
    this.#fullAt.delete(sender);
    this.#fullAt.set(sender, fullAt + this.options.refillMs);
    if (this.#fullAt.size > this.options.senders) {
      const [oldest] = this.#fullAt.keys();
      this.#fullAt.delete(oldest);
    }
  }
}
