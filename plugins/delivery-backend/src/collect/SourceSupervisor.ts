import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type DeliverySource,
  type Interests,
  SourceFailure,
  type SourceHint,
} from '@throughline/plugin-delivery-node';
import { isBrokenCircuitError } from 'cockatiel';
import {
  type Lease,
  LeaseLostError,
  type ObservationWriter,
  type Store,
  type WriteResult,
} from '../store';
import { Agenda, type Errand } from './Agenda';
import type { CollectionMetrics } from './CollectionMetrics';
import { Doorbell } from './Doorbell';
import { ObservationPump } from './ObservationPump';
import { type Failure, readFailure } from './readFailure';
import { RetryPace, type RetryPaceOptions } from './RetryPace';
import { RightOfWay } from './RightOfWay';
import { stored } from './stored';
import { StoreFailure } from './StoreFailure';

export interface SourceSupervisorOptions {
  source: DeliverySource;
  store: Store;
  logger: LoggerService;
  metrics: CollectionMetrics;
  pace?: RetryPaceOptions;
}

/** The time between two passes where the source does not say. */
const DEFAULT_POLL_MS = 60_000;

/** How long the collection rests when our own database failed. */
const STORE_REST_MS = 5000;

/** How long a pass that is to make way for hints may go on to its next checkpoint. */
const TO_CHECKPOINT_MS = 3000;

/** Observes one source for as long as this replica holds its lease, whatever its provider does. */
export class SourceSupervisor {
  readonly #doorbell = new Doorbell();
  readonly #pace: RetryPace;
  readonly #rightOfWay = new RightOfWay();
  #agenda: Agenda;
  #interests: Interests | undefined;
  #failing: Failure | undefined;

  constructor(private readonly options: SourceSupervisorOptions) {
    this.#agenda = this.#newAgenda();
    this.#pace = new RetryPace(options.pace);
  }

  /** A watch sees what the hint is about by itself. */
  hint(hint: SourceHint): void {
    if (this.options.source.strategy === 'poll') {
      this.#agenda.hint(hint);
      this.#rightOfWay.look();
      this.#doorbell.ring();
    }
  }

  setInterests(interests: Interests): void {
    const before = this.#interests;
    this.#interests = interests;
    if (before && before.version !== interests.version) {
      this.#agenda.interestsChanged();
      this.#doorbell.ring();
    }
  }

  /** Goes on until the signal is aborted; rejects never. */
  async run(signal: AbortSignal, lease: Lease): Promise<void> {
    const ring = () => this.#doorbell.ring();
    signal.addEventListener('abort', ring);
    this.#agenda = this.#newAgenda();
    try {
      while (!signal.aborted) {
        const rest = await this.#round(signal, lease);
        await this.#rest(rest, signal);
      }
    } finally {
      signal.removeEventListener('abort', ring);
    }
  }

  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + ms;
    while (!signal.aborted && performance.now() < until) {
      await this.#doorbell.waitFor(until - performance.now());
    }
    while (!signal.aborted && this.#agenda.wait() > 0) {
      await this.#doorbell.waitFor(this.#agenda.wait());
    }
  }

  /** One attempt; answers with the time to wait after it. */
  async #round(signal: AbortSignal, lease: Lease): Promise<number> {
    const errand = this.#agenda.take();
    try {
      const end = await this.#attempt(errand, signal, lease);
      if (end === 'interrupted') {
        errand.interrupted();
        return 0;
      }
      errand.done();
      return this.options.source.strategy === 'watch'
        ? this.#pace.delayAfterEnd()
        : 0;
    } catch (error) {
      errand.failed();
      if (signal.aborted) {
        return 0;
      }
      if (error instanceof StoreFailure) {
        const { logger } = this.options;
        if (error.cause instanceof LeaseLostError) {
          logger.warn(error.cause.message);
        } else {
          logger.error('What was observed could not be stored', error);
        }
        return STORE_REST_MS;
      }
      if (isBrokenCircuitError(error)) {
        return STORE_REST_MS;
      }
      return this.#failed(readFailure(error), lease);
    }
  }

  async #attempt(
    errand: Errand,
    signal: AbortSignal,
    lease: Lease,
  ): Promise<'ended' | 'interrupted'> {
    const { source, store, logger, metrics } = this.options;
    const startedAt = performance.now();
    const writer = await stored(() =>
      store.openWriter({
        sourceId: source.id,
        strategy: source.strategy,
        lease,
      }),
    );
    this.#interests ??= await stored(() => store.interests.load());
    const interests = this.#interests;
    const totals = { written: 0, unchanged: 0, removed: 0, malformed: 0 };
    const abort = new AbortController();
    let ended: Promise<void> | undefined;
    let end: 'ended' | 'interrupted' = 'ended';
    let interrupt = () => {};
    const observe = () =>
      new Promise<void>((resolve, reject) => {
        const pump = new ObservationPump({
          signal: abort.signal,
          maxSilenceMs: source.maxSilenceMs,
          write: async observations => {
            const result = await stored(() => writer.write(observations));
            add(totals, result);
            metrics.wrote(source.id, result);
            if (writer.answered) {
              resolve();
            }
            return result;
          },
          onSilence: () =>
            new SourceFailure(
              'timeout',
              `The upstream said nothing for ${source.maxSilenceMs / 1000} s`,
            ),
        });
        interrupt = () => pump.interrupt(TO_CHECKPOINT_MS);
        ended = (async () => {
          end = await pump.run(
            source.observe({
              signal: abort.signal,
              logger,
              reason: errand.reason,
              cursor: writer.cursor,
              interests,
              hints: errand.hints,
              countCall: call => metrics.call(source.id, call),
            }),
          );
          if (end === 'ended') {
            await this.#ended(writer, errand);
          }
          resolve();
        })();
        ended.catch(reject);
      });
    let over = () => {};
    const forward = () => abort.abort(signal.reason);
    signal.addEventListener('abort', forward);
    try {
      await this.#pace.attempt(observe);
      this.#recovered();
      if (source.strategy === 'watch') {
        this.#logPass('so far', totals, startedAt);
      }
      // One that has not answered yet would not answer a hint any sooner.
      over = this.#rightOfWay.watch(errand, interrupt);
      await this.#pace.holding(ended!);
      return end;
    } finally {
      over();
      signal.removeEventListener('abort', forward);
      abort.abort(new Error('The attempt to observe is over'));
      this.#logPass(
        end === 'ended'
          ? errand.reason
          : `${errand.reason}, made way for hints`,
        totals,
        startedAt,
      );
    }
  }

  async #ended(writer: ObservationWriter, errand: Errand): Promise<void> {
    if (this.options.source.strategy === 'poll') {
      await stored(() =>
        writer.complete({
          // A pass for new interests may look at these only.
          whole: errand.reason === 'start' || errand.reason === 'scheduled',
          resumed: errand.resumes,
        }),
      );
      this.#pace.reset();
    } else if (!writer.answered) {
      throw new SourceFailure(
        'protocol',
        'The connection ended before the upstream had told all',
      );
    }
  }

  async #failed(failure: Failure, lease: Lease): Promise<number> {
    const { source, store, logger, metrics } = this.options;
    metrics.failure(source.id, failure.kind);
    const delay = this.#pace.delayAfter(failure);
    const text = `Observing failed (${failure.kind}): ${
      failure.message
    }; next attempt in ${Math.round(delay / 1000)} s`;
    if (this.#failing?.kind === failure.kind) {
      logger.debug(text);
    } else {
      logger.warn(text);
    }
    this.#failing = failure;
    try {
      const writer = await store.openWriter({
        sourceId: source.id,
        strategy: source.strategy,
        lease,
      });
      await writer.fail(failure.kind, failure.message);
    } catch (error) {
      logger.error('The failure could not be stored', error as Error);
    }
    return delay;
  }

  #newAgenda(): Agenda {
    const { strategy, pollMs = DEFAULT_POLL_MS } = this.options.source;
    return new Agenda(strategy === 'watch' ? 0 : pollMs);
  }

  #recovered(): void {
    if (this.#failing) {
      this.#failing = undefined;
      this.options.logger.info('The source answers again');
    }
  }

  #logPass(what: string, totals: WriteResult, startedAt: number): void {
    const { source, logger, metrics } = this.options;
    const seconds = (performance.now() - startedAt) / 1000;
    if (source.strategy === 'poll') {
      metrics.pass(source.id, seconds);
    }
    const quiet = what === 'hint' && totals.written + totals.removed === 0;
    logger[quiet ? 'debug' : 'info'](
      `Observed (${what}) for ${seconds.toFixed(1)} s: ${
        totals.written
      } written, ${totals.unchanged} unchanged, ${totals.removed} removed, ${
        totals.malformed
      } malformed`,
    );
  }
}

function add(totals: WriteResult, result: WriteResult): void {
  totals.written += result.written;
  totals.unchanged += result.unchanged;
  totals.removed += result.removed;
  totals.malformed += result.malformed;
}
