import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  DeliverySource,
  SourceHint,
} from '@throughline/plugin-delivery-node';
import type { CollectConfig } from '../config/collect';
import { Housekeeping, sourceLease, type Store } from '../store';
import {
  type CollectionMetrics,
  createCollectionMetrics,
} from './CollectionMetrics';
import { HintRelay } from './HintRelay';
import { keepHouse } from './keepHouse';
import type { RetryPaceOptions } from './RetryPace';
import { SourceSupervisor } from './SourceSupervisor';

/** The collecting of all sources that this replica holds the leases of. */
export interface Collection {
  start(): Promise<void>;
  /** Resolves when nothing is observed any more and the leases are given back. */
  stop(): Promise<void>;
  /** Passes a hint on to whichever replica collects the source. */
  hint(sourceId: string, hint: SourceHint): void;
}

export interface CollectionOptions {
  store: Store;
  sources: readonly DeliverySource[];
  config: CollectConfig;
  logger: LoggerService;
  metrics?: CollectionMetrics;
  pace?: RetryPaceOptions;
}

/** Makes the collection; the sources are known to the store from here on, and observed from its start. */
export function createCollection(options: CollectionOptions): Collection {
  const { store, sources, config, logger } = options;
  const metrics = options.metrics ?? createCollectionMetrics();
  store.sources.configure(
    sources.map(source => ({
      id: source.id,
      system: source.system,
      title: source.title,
      url: source.url,
      strategy: source.strategy,
      unavailable: source.unavailable,
      ...patience(source, config),
    })),
  );
  const supervisors = new Map(
    sources
      .filter(source => source.unavailable === undefined)
      .map(source => [
        source.id,
        new SourceSupervisor({
          source,
          store,
          metrics,
          logger: logger.child({ source: source.id }),
          pace: options.pace,
        }),
      ]),
  );
  const relay = new HintRelay({
    hints: store.hints,
    logger,
    deliver: (id, hint) => supervisors.get(id)?.hint(hint),
  });
  const housekeeping = new Housekeeping({
    ...store,
    retention: config.retention,
    logger,
    revisions: async () => {
      const { repositories } = await store.interests.load();
      return new Set(repositories.flatMap(({ revisions }) => revisions));
    },
  });
  const running: { stop(): Promise<void> }[] = [];
  let unsubscribe = () => {};

  metrics.observeLag(async () => {
    const statuses = await store.sources.statuses();
    return new Map(
      statuses
        .filter(status => status.lastSuccessAt && relay.isLocal(status.id))
        .map(({ id, lastSuccessAt }) => [
          id,
          Math.max(0, (Date.now() - Date.parse(lastSuccessAt!)) / 1000),
        ]),
    );
  });

  return {
    async start() {
      unsubscribe = store.interests.onChange(interests =>
        supervisors.forEach(supervisor => supervisor.setInterests(interests)),
      );
      relay.start();
      for (const [id, supervisor] of supervisors) {
        running.push(
          store.runLeased(sourceLease(id), async (signal, lease) => {
            relay.setLocal(id, true);
            try {
              await supervisor.run(signal, lease);
            } finally {
              relay.setLocal(id, false);
            }
          }),
        );
      }
      running.push(
        store.runLeased('housekeeping', signal =>
          keepHouse(housekeeping, signal, logger),
        ),
      );
    },
    async stop() {
      unsubscribe();
      relay.stop();
      await Promise.all(running.splice(0).map(job => job.stop()));
    },
    hint(sourceId, hint) {
      if (supervisors.has(sourceId)) {
        relay.pass(sourceId, hint);
      }
    },
  };
}

/** A source that fails may have changed since; only a connection that comes back after a moment is not worth a word. */
const FAILING_MS = 30_000;

/** No source is stale only because it is not looked at more often. */
function patience(
  source: DeliverySource,
  config: CollectConfig,
): { staleAfterMs: number; failingAfterMs: number } {
  const configured =
    config.staleAfterMsBySystem.get(source.system) ?? config.staleAfterMs;
  const pace =
    source.strategy === 'poll' ? source.pollMs ?? 60_000 : source.maxSilenceMs;
  return {
    staleAfterMs: Math.max(configured, 2 * pace),
    failingAfterMs: Math.min(FAILING_MS, configured),
  };
}
