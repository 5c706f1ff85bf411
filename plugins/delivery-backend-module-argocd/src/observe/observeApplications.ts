import {
  SourceFailure,
  type ObserveContext,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { ArgocdClient } from '../api/ArgocdClient';
import type { ArgocdInstance } from '../config/readArgocdInstances';
import { ApplicationWatch } from './ApplicationWatch';
import { PatientIterator } from './PatientIterator';

/** Times of an observation, in milliseconds. */
export interface ObserveTimes {
  /** How long changes are gathered before they are told together. */
  gatherMs: number;
  /** Silence after which the rest of the first list is asked for one by one. */
  settleMs: number;
  /** Silence after which the server is asked for a sign of life. */
  probeMs: number;
  /** Silence that is not normal of a server which gives signs of life by itself, every 15 seconds. */
  maxSilenceMs: number;
}

export const DEFAULT_TIMES: ObserveTimes = {
  gatherMs: 50,
  settleMs: 5_000,
  probeMs: 20_000,
  maxSilenceMs: 45_000,
};

/**
 * Observes an instance until it is aborted or the stream ends. The stream tells everything that exists and then what
 * changes; lists, at first and from time to time, tell when that was all and what the stream lost.
 */
export async function* observeApplications(
  client: ArgocdClient,
  instance: ArgocdInstance,
  context: ObserveContext,
  times: ObserveTimes = DEFAULT_TIMES,
): AsyncGenerator<Observation> {
  if (context.signal.aborted) {
    return;
  }
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const events = new PatientIterator(
    client.streamApplications({ signal, countCall: context.countCall }),
  );
  const watch = new ApplicationWatch(client, instance, { ...context, signal });
  try {
    // Opened before the list is asked for, so that what happens in between is told.
    events.prefetch();
    yield* watch.begin();
    yield* follow(watch, events, client, { instance, context, times, signal });
  } catch (error) {
    if (!context.signal.aborted) {
      throw error;
    }
  } finally {
    stop.abort();
    events.close();
  }
}

type Events = PatientIterator<
  ReturnType<ArgocdClient['streamApplications']> extends AsyncGenerator<infer T>
    ? T
    : never
>;

async function* follow(
  watch: ApplicationWatch,
  events: Events,
  client: ArgocdClient,
  options: {
    instance: ArgocdInstance;
    context: ObserveContext;
    times: ObserveTimes;
    signal: AbortSignal;
  },
): AsyncGenerator<Observation> {
  const { times, signal, context } = options;
  let heardAt = Date.now();
  let probedAt = heardAt;
  let comparedAt = heardAt;
  let givesSignsOfLife = false;

  while (!signal.aborted) {
    const waitMs = watch.hasBatch
      ? times.gatherMs
      : Math.min(
          watch.awaited > 0 ? times.settleMs : times.probeMs,
          Math.max(0, comparedAt + options.instance.resyncMs - Date.now()),
        );
    const next = await events.next(waitMs);
    if (next === 'idle') {
      if (watch.hasBatch) {
        yield* watch.flush();
      } else if (watch.awaited > 0) {
        yield* watch.lookUpAwaited();
      } else if (
        Date.now() - heardAt >= times.maxSilenceMs &&
        givesSignsOfLife
      ) {
        throw new SourceFailure(
          'timeout',
          `The stream was silent for ${times.maxSilenceMs / 1000} s`,
        );
      } else if (Date.now() - Math.max(heardAt, probedAt) >= times.probeMs) {
        await client.probe({ signal, countCall: context.countCall });
        probedAt = Date.now();
        yield { type: 'alive' };
      }
    } else if (next.done) {
      yield* watch.flush();
      if (watch.awaited > 0) {
        throw new SourceFailure(
          'unreachable',
          `The stream ended before it had told ${watch.awaited} applications of the list`,
        );
      }
      return;
    } else {
      heardAt = Date.now();
      yield* watch.take(next.value);
      if (next.value.type === 'keepAlive') {
        givesSignsOfLife = true;
        yield* watch.flush();
        yield { type: 'alive' };
      }
    }
    if (Date.now() - comparedAt >= options.instance.resyncMs) {
      const goesOn = yield* watch.compare();
      comparedAt = Date.now();
      if (!goesOn) {
        context.logger.info(
          'The stream lost more than can be asked for one by one; observing anew',
        );
        return;
      }
    }
  }
}
