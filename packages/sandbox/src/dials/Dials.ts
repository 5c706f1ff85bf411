import { z } from 'zod';

/** What can be made to go wrong with a listener. */
export const faults = z
  .object({
    /** Added to every answer. */
    latencyMs: z.number().min(0).max(600_000),
    /** The share of requests, 0 to 1, that are answered with 500. */
    errorRate: z.number().min(0).max(1),
    /** Nothing is answered, the connection stays open. */
    hang: z.boolean(),
    /** The connection is closed without an answer. */
    refuse: z.boolean(),
    /** A login page with status 200 instead of the answer. */
    html: z.boolean(),
    /** The answer stops in its middle. */
    halfJson: z.boolean(),
    /** The share of a list's items, 0 to 1, that are broken. */
    malformed: z.number().min(0).max(1),
    /** All requests are refused as one too many. */
    rateLimit: z.boolean(),
  })
  .strict();

/** The faults of one listener. */
export type Faults = z.infer<typeof faults>;

const none: Faults = {
  latencyMs: 0,
  errorRate: 0,
  hang: false,
  refuse: false,
  html: false,
  halfJson: false,
  malformed: 0,
  rateLimit: false,
};

/** The faults of all listeners. */
export class Dials {
  readonly #listeners = new Map<string, Faults>();
  readonly #requests = new Map<string, number>();
  /** How to cut what each listener is answering right now: streams above all. */
  readonly #underWay = new Map<string, Set<() => void>>();

  /** Adds a listener, without faults. */
  register(listener: string) {
    if (!this.#listeners.has(listener)) {
      this.#listeners.set(listener, { ...none });
    }
  }

  /** The names of all listeners. */
  names(): string[] {
    return [...this.#listeners.keys()];
  }

  /** The faults of a listener; undefined where there is none of that name. */
  get(listener: string): Faults | undefined {
    return this.#listeners.get(listener);
  }

  /** Counts a request, whatever becomes of it. */
  count(listener: string) {
    this.#requests.set(listener, (this.#requests.get(listener) ?? 0) + 1);
  }

  /** Remembers an answer that is under way; returns how to forget it. */
  answering(listener: string, cut: () => void): () => void {
    const cuts = this.#underWay.get(listener) ?? new Set();
    this.#underWay.set(listener, cuts.add(cut));
    return () => cuts.delete(cut);
  }

  /** How many requests each listener has had since the sandbox was started. */
  requests(): Record<string, number> {
    return Object.fromEntries(
      this.names().map(name => [name, this.#requests.get(name) ?? 0]),
    );
  }

  /**
   * Replaces the faults of a listener: what is left out is well again. A new outage also cuts what is being
   * answered, as a real one would; a latency or broken items do not.
   */
  set(listener: string, values: Partial<Faults>): Faults {
    if (!this.#listeners.has(listener)) {
      throw new Error(
        `There is no listener ${listener}. There are: ${this.names().join(
          ', ',
        )}.`,
      );
    }
    const next = { ...none, ...values };
    this.#listeners.set(listener, next);
    if (isOutage(next)) {
      this.#underWay.get(listener)?.forEach(cut => cut());
    }
    return next;
  }
}

function isOutage(set: Faults): boolean {
  return set.refuse || set.hang || set.html || set.errorRate >= 1;
}
