/** The two limits that GitHub counts apart: requests of the REST API, and points of the GraphQL API. */
export type Resource = 'core' | 'graphql';

/** The share of the allowance that only what is urgent may use. */
const RESERVE = 0.15;
const BUCKETS = 60;
const BUCKET_MS = 60_000;

/** Thrown where the allowance for now is used up; what was to be done is done in a later pass. */
export class BudgetSpent extends Error {
  constructor(readonly resource: Resource) {
    super(`the share of the rate limit (${resource}) is used up for now`);
  }
}

/** What the upstream said of a limit. */
export interface LimitReading {
  limit: number;
  remaining: number;
  resetsAt: string;
}

/**
 * Keeps one installation's use within its share of the rate limit in any hour, counted in minutes, and lets others
 * go first where they have used most of it.
 */
export class BudgetTracker {
  readonly #used = new Map<Resource, Map<number, number>>();
  readonly #readings = new Map<Resource, LimitReading>();

  constructor(
    private readonly share: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** How much may be used in an hour. */
  allowance(resource: Resource): number {
    return this.share * (this.#readings.get(resource)?.limit ?? 5_000);
  }

  /** How much was used in the last hour. */
  used(resource: Resource): number {
    const oldest = Math.floor(this.now() / BUCKET_MS) - BUCKETS + 1;
    let sum = 0;
    for (const [minute, count] of this.#used.get(resource) ?? []) {
      sum += minute >= oldest ? count : 0;
    }
    return sum;
  }

  /** Whether so much may be used now. */
  affords(resource: Resource, cost: number, urgent: boolean): boolean {
    const share = this.allowance(resource) * (urgent ? 1 : 1 - RESERVE);
    return (
      this.used(resource) + cost <= share && !this.#isScarce(resource, cost)
    );
  }

  /**
   * Uses so much.
   *
   * @throws BudgetSpent
   */
  take(resource: Resource, cost: number, urgent: boolean): void {
    if (!this.affords(resource, cost, urgent)) {
      throw new BudgetSpent(resource);
    }
    this.correct(resource, cost);
  }

  /** Counts what a call cost more, or less, than was thought. */
  correct(resource: Resource, difference: number): void {
    const minute = Math.floor(this.now() / BUCKET_MS);
    const buckets = this.#used.get(resource) ?? new Map<number, number>();
    this.#used.set(resource, buckets);
    buckets.set(minute, (buckets.get(minute) ?? 0) + difference);
    for (const old of buckets.keys()) {
      if (old <= minute - BUCKETS) {
        buckets.delete(old);
      }
    }
  }

  /** Takes note of what the upstream says is left. */
  learn(resource: Resource, reading: LimitReading): void {
    this.#readings.set(resource, reading);
  }

  /** The reading with the least left, for the sources page. */
  scarcest(): LimitReading | undefined {
    return [...this.#readings.values()].sort(
      (a, b) => a.remaining / a.limit - b.remaining / b.limit,
    )[0];
  }

  /** The last twentieth is left to those who cannot wait. */
  #isScarce(resource: Resource, cost: number): boolean {
    const reading = this.#readings.get(resource);
    return (
      reading !== undefined &&
      reading.remaining - cost < reading.limit * 0.05 &&
      Date.parse(reading.resetsAt) > this.now()
    );
  }
}
