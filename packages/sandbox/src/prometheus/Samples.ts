import { BUCKETS, type Counted } from './Traffic';

const KEPT_MS = 2 * 3_600_000;

interface Snapshot {
  at: number;
  counted: readonly Counted[];
}

/** How fast the counters of some places rose, together. */
export interface Rates {
  requests: number;
  failed: number;
  buckets: number[];
  cpu: number;
  cpuLimit: number;
}

/** What was counted in the last two hours, for the stand-in. */
export class Samples {
  #snapshots: Snapshot[] = [];

  take(at: number, counted: readonly Counted[]): void {
    this.#snapshots.push({
      at,
      counted: counted.map(one => ({ ...one, buckets: [...one.buckets] })),
    });
    while (at - this.#snapshots[0].at > KEPT_MS) {
      this.#snapshots.shift();
    }
  }

  /** Services and environments that were counted. */
  places(): { service: string; environment: string }[] {
    const found = new Map<string, { service: string; environment: string }>();
    for (const { service, environment } of this.#snapshots.at(-1)?.counted ??
      []) {
      found.set(`${service}/${environment}`, { service, environment });
    }
    return [...found.values()];
  }

  /** Rates over a window that ends at a time, both in seconds; undefined where there are no two samples in it. */
  rates(
    at: number,
    window: number,
    isOf: (one: Counted) => boolean,
  ): Rates | undefined {
    const within = this.#snapshots.filter(
      one => one.at <= at * 1000 && one.at >= (at - window) * 1000,
    );
    const [first] = within;
    const last = within.at(-1);
    if (!last || last === first || !last.counted.some(isOf)) {
      return undefined;
    }
    const seconds = (last.at - first.at) / 1000;
    const rise = (read: (one: Counted) => number) =>
      (sum(last, isOf, read) - sum(first, isOf, read)) / seconds;
    return {
      requests: rise(one => one.requests),
      failed: rise(one => one.failed),
      buckets: BUCKETS.map((_, index) => rise(one => one.buckets[index])),
      cpu: rise(one => one.cpu),
      cpuLimit: sum(last, isOf, one => one.cpuLimit),
    };
  }
}

function sum(
  { counted }: Snapshot,
  isOf: (one: Counted) => boolean,
  read: (one: Counted) => number,
): number {
  return counted.filter(isOf).reduce((total, one) => total + read(one), 0);
}
