import type {
  DeliverySource,
  ObserveContext,
  Observation,
} from '@throughline/plugin-delivery-node';

/** A source whose observations a test writes. */
export class FakeSource implements DeliverySource {
  readonly system = 'fake';
  readonly title: string;
  readonly observes = [];
  /** The contexts of all attempts so far. */
  readonly attempts: ObserveContext[] = [];

  constructor(
    readonly id: string,
    private readonly script: (
      context: ObserveContext,
      attempt: number,
    ) => AsyncIterable<Observation>,
    readonly strategy: 'watch' | 'poll' = 'watch',
    readonly pollMs: number = 60_000,
    readonly maxSilenceMs: number = 60_000,
    readonly unavailable?: string,
  ) {
    this.title = id;
  }

  observe(context: ObserveContext): AsyncIterable<Observation> {
    this.attempts.push(context);
    return this.script(context, this.attempts.length);
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve());
  });
}
