import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { metrics } from '@opentelemetry/api';
import type { WriteResult } from '../store';

/** Counts what the collection does, for OpenTelemetry. */
export interface CollectionMetrics {
  call(
    sourceId: string,
    call: { operation: string; outcome: 'ok' | 'error' },
  ): void;
  failure(sourceId: string, kind: string): void;
  wrote(sourceId: string, result: WriteResult): void;
  pass(sourceId: string, seconds: number): void;
  /** Asked for the seconds since each source answered last, whenever the metrics are read. */
  observeLag(read: () => Promise<Map<string, number>>): void;
}

/** The part of a meter that is used here. */
export type Meter = Pick<
  MetricsService,
  'createCounter' | 'createHistogram' | 'createObservableGauge'
>;

export function createCollectionMetrics(
  meter: Meter = metrics.getMeter('@throughline/plugin-delivery-backend'),
): CollectionMetrics {
  const calls = meter.createCounter('delivery.collect.upstream.calls', {
    description: 'Calls to upstreams, by source, operation and outcome',
  });
  const failures = meter.createCounter('delivery.collect.failures', {
    description: 'Attempts to observe a source that failed, by kind',
  });
  const items = meter.createCounter('delivery.collect.items', {
    description: 'Items observed, by source and what became of them',
  });
  const passes = meter.createHistogram('delivery.collect.pass.duration', {
    description: 'How long passes over polled sources took',
    unit: 's',
  });
  const lag = meter.createObservableGauge('delivery.collect.lag', {
    description: 'Time since a source that this replica collects answered last',
    unit: 's',
  });
  return {
    call: (source, { operation, outcome }) =>
      calls.add(1, { source, operation, outcome }),
    failure: (source, kind) => failures.add(1, { source, kind }),
    wrote: (source, result) => {
      for (const [outcome, count] of Object.entries(result)) {
        if (count > 0) {
          items.add(count, { source, outcome });
        }
      }
    },
    pass: (source, seconds) => passes.record(seconds, { source }),
    observeLag: read =>
      lag.addCallback(async result => {
        for (const [source, seconds] of await read()) {
          result.observe(seconds, { source });
        }
      }),
  };
}
