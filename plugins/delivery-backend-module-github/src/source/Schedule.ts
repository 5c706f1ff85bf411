import { PULSE_COST } from '../graphql/fragments';

/** How many repositories one sweep query asks for. */
export const SWEEP_BATCH = 100;

/** For so long after a change, a repository is looked at in every pass. */
const HOT_MS = 5 * 60_000;

/** The share of the allowance that sweeps may use; the rest is for what they find. */
const SWEEP_SHARE = 0.5;

const HOUR_MS = 3_600_000;

/**
 * The time between two sweeps of a repository where nothing happens: the interval of passes, or longer where there are
 * so many repositories that sweeping all of them as often would use up too much.
 *
 * @param allowance - points of the GraphQL API that may be used in an hour
 */
export function sweepInterval(
  repositories: number,
  allowance: number,
  pollMs: number,
): number {
  const points = (repositories * PULSE_COST) / 100;
  return Math.max(pollMs, (points / (SWEEP_SHARE * allowance)) * HOUR_MS);
}

/** Remembers when each repository was looked at, and which are worth a look in every pass. */
export class Schedule {
  readonly #swept = new Map<string, number>();
  readonly #hot = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  reset(): void {
    this.#swept.clear();
    this.#hot.clear();
  }

  swept(identity: string): void {
    this.#swept.set(identity, this.now());
  }

  heat(identity: string): void {
    this.#hot.set(identity, this.now() + HOT_MS);
  }

  /** Makes a repository due. */
  wake(identity: string): void {
    this.#swept.delete(identity);
  }

  isHot(identity: string): boolean {
    return (this.#hot.get(identity) ?? 0) > this.now();
  }

  /** Those that are due: the hot ones first, then those that were not looked at for longest. */
  due<T extends { identity: string }>(
    repositories: readonly T[],
    intervalMs: number,
  ): T[] {
    const now = this.now();
    const last = (one: T) => this.#swept.get(one.identity) ?? 0;
    return repositories
      .filter(
        one => this.isHot(one.identity) || now - last(one) >= intervalMs * 0.99,
      )
      .sort(
        (a, b) =>
          Number(this.isHot(b.identity)) - Number(this.isHot(a.identity)) ||
          last(a) - last(b),
      );
  }

  /** Forgets what is of no interest any more. */
  keep(identities: ReadonlySet<string>): void {
    for (const map of [this.#swept, this.#hot]) {
      for (const identity of [...map.keys()]) {
        if (!identities.has(identity)) {
          map.delete(identity);
        }
      }
    }
  }
}
