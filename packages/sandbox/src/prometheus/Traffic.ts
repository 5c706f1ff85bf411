import type { ServiceSpec, StageSpec } from '../world';

/** Upper bounds of the latency's buckets, in seconds. */
export const BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, Infinity];

/** What has been counted of a service in one place since the sandbox was started. */
export interface Counted {
  service: string;
  environment: string;
  namespace: string;
  cluster: string;
  requests: number;
  failed: number;
  /** Requests that took no longer than each of {@link BUCKETS}. */
  buckets: number[];
  latencySum: number;
  /** Seconds of processor time that its pods used. */
  cpu: number;
  /** Processors that its pods may use together. */
  cpuLimit: number;
}

const SHARE: Record<StageSpec['environment'], number> = {
  development: 0.05,
  staging: 0.2,
  production: 1,
};

/** Requests to every service in every place, as they would come: more of them by day, and errors where it is ill. */
export class Traffic {
  readonly #counted: (Counted & { stage: StageSpec; base: number })[];
  #at: number;

  /** @param isIll - whether something is wrong with a service in a place */
  constructor(
    services: readonly ServiceSpec[],
    private readonly isIll: (service: string, stage: StageSpec) => boolean,
    now: number,
  ) {
    this.#at = now;
    this.#counted = services.flatMap(({ name, stages }) =>
      stages.map(stage => {
        const places = stages.filter(
          one => one.environment === stage.environment,
        ).length;
        return {
          stage,
          base: ((8 + (hash(name) % 40)) * SHARE[stage.environment]) / places,
          service: name,
          environment: stage.environment,
          namespace: stage.namespace,
          cluster: stage.cluster,
          requests: 0,
          failed: 0,
          buckets: BUCKETS.map(() => 0),
          latencySum: 0,
          cpu: 0,
          cpuLimit: stage.replicas * 0.5,
        };
      }),
    );
  }

  /** Counts on until now, and tells all counters. */
  count(now: number): readonly Counted[] {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#at = Math.max(this.#at, now);
    // An hour stands for a day, so that a curve is there to see.
    const wave = 1 + 0.3 * Math.sin((now / 3_600_000) * 2 * Math.PI);
    for (const one of this.#counted) {
      const ill = this.isIll(one.service, one.stage);
      const requests = one.base * wave * seconds;
      const latency = ill ? 0.6 : 0.06;
      one.requests += requests;
      one.failed += requests * (ill ? 0.2 : 0.002);
      one.latencySum += requests * latency;
      one.buckets = one.buckets.map(
        (count, index) =>
          count + requests * (1 - Math.exp(-BUCKETS[index] / latency)),
      );
      one.cpu += one.cpuLimit * (ill ? 0.9 : 0.3) * wave * seconds;
    }
    return this.#counted;
  }
}

function hash(text: string): number {
  return [...text].reduce(
    (sum, char) => (sum * 31 + char.charCodeAt(0)) % 65_521,
    7,
  );
}
