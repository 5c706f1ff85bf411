import { isRetryableFailure } from '@throughline/plugin-delivery-node';
import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  decorrelatedJitterGenerator,
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
} from 'cockatiel';
import type { Failure } from './readFailure';
import { StoreFailure } from './StoreFailure';

export interface RetryPaceOptions {
  /** The median of the first delay. */
  firstMs: number;
  /** The longest delay where trying again may help. */
  longestMs: number;
  /** The delay where only a person can help. */
  slowestMs: number;
  /** Failures in a row after which the circuit opens. */
  threshold: number;
  /** How long the circuit stays open before one attempt is let through. */
  openMs: number;
  /** After this without a failure a source that has answered counts as well again. */
  provenMs: number;
}

export const DEFAULT_PACE: RetryPaceOptions = {
  firstMs: 1000,
  longestMs: 60_000,
  slowestMs: 300_000,
  threshold: 5,
  openMs: 30_000,
  provenMs: 30_000,
};

/** An upstream that asks for more than this is asked again all the same. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * Decides when a source that failed is tried again: after a jittered delay that grows, so that replicas and sources
 * do not come in step; once its circuit is open, by one attempt at a time, which closes it when the source answers.
 */
export class RetryPace {
  readonly #backoff: ExponentialBackoff<[number, number]>;
  readonly #breaker: CircuitBreakerPolicy;
  #next: IBackoff<unknown> | undefined;

  constructor(private readonly options: RetryPaceOptions = DEFAULT_PACE) {
    this.#backoff = new ExponentialBackoff({
      generator: decorrelatedJitterGenerator,
      initialDelay: options.firstMs,
      maxDelay: options.longestMs,
    });
    this.#breaker = circuitBreaker(
      handleWhen(error => !(error instanceof StoreFailure)),
      {
        breaker: new ConsecutiveBreaker(options.threshold),
        halfOpenAfter: options.openMs,
      },
    );
  }

  get isOpen(): boolean {
    return this.#breaker.state === CircuitState.Open;
  }

  /**
   * Runs an attempt until the source has answered, which closes the circuit.
   *
   * @throws whatever the attempt throws before it has, and BrokenCircuitError while the circuit is open
   */
  async attempt(answered: () => Promise<void>): Promise<void> {
    await this.#breaker.execute(answered);
  }

  /**
   * Waits for the end of an attempt whose source has answered. One that breaks soon after, time and again, keeps its
   * growing delays: each attempt would list all there is.
   */
  async holding(ended: Promise<void>): Promise<void> {
    const timer = setTimeout(() => this.reset(), this.options.provenMs);
    timer.unref?.();
    try {
      await ended;
    } finally {
      clearTimeout(timer);
    }
  }

  /** All is well: the next failure is the first one. */
  reset(): void {
    this.#next = undefined;
  }

  /** How long to wait after a connection that ended in peace: many end at once when an upstream restarts. */
  delayAfterEnd(): number {
    return this.#nextDelay();
  }

  /** How long to wait after a failure. */
  delayAfter(failure: Failure): number {
    const delay = this.#nextDelay();
    const own = isRetryableFailure(failure.kind)
      ? delay
      : jitter(this.options.slowestMs);
    return Math.max(
      own,
      this.isOpen ? this.options.openMs + jitter(this.options.openMs) / 4 : 0,
      Math.min(failure.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS),
    );
  }

  #nextDelay(): number {
    this.#next = this.#next ? this.#next.next(undefined) : this.#backoff.next();
    return this.#next.duration;
  }
}

function jitter(ms: number): number {
  return ms * (0.9 + Math.random() * 0.2);
}
