import {
  METRIC_NAMES,
  type MetricName,
  type MetricSeries,
  type MetricUnit,
} from '@throughline/plugin-delivery-common';
import {
  cleanMessage,
  SourceFailure,
  type DeliverySource,
  type MetricsRequest,
} from '@throughline/plugin-delivery-node';
import type { PrometheusClient } from '../api/PrometheusClient';
import { QueryRefused } from '../api/QueryRefused';
import type { Labels } from '../config/readLabels';
import type { InstanceConfig } from '../config/readPrometheusConfig';
import { fillTemplate } from './fillTemplate';
import type { Template } from './parseTemplate';
import { DEFAULT_SET } from './QuerySet';
import { readSeries } from './readSeries';
import { stepsOf, type Steps } from './stepsOf';

const UNITS: Record<MetricName, MetricUnit> = {
  requestRate: 'perSecond',
  errorRate: 'ratio',
  latency: 'seconds',
  saturation: 'ratio',
};

const TITLES: Record<Exclude<MetricName, 'latency'>, string> = {
  requestRate: 'Requests',
  errorRate: 'Errors',
  saturation: 'Saturation',
};

/** Measures services by the query sets of an instance. A query that is refused costs its metric. */
export function createMeasure(
  instance: InstanceConfig,
  client: PrometheusClient,
): NonNullable<DeliverySource['measure']> {
  return async (request, { signal, logger }) => {
    const set = instance.querySets.get(request.queries ?? DEFAULT_SET);
    const { only } = instance.labels;
    if (!set || (only !== undefined && only !== request.environment)) {
      return [];
    }
    if (!(request.from < request.to)) {
      throw new SourceFailure(
        'protocol',
        'The time to measure ends before it begins',
      );
    }
    const steps = stepsOf(request.from, request.to);
    const wanted = METRIC_NAMES.flatMap(metric => {
      const template = set.queries[metric];
      return template ? [{ metric, template }] : [];
    });
    return Promise.all(
      wanted.map(async ({ metric, template }): Promise<MetricSeries> => {
        const answer = await ask(template, steps, request, instance.labels, {
          client,
          signal,
          onWarning: warning =>
            logger.warn(`${instance.name} warns on ${metric}: ${warning}`),
        });
        return {
          metric,
          title: metric === 'latency' ? set.latencyTitle : TITLES[metric],
          unit: UNITS[metric],
          points: [],
          ...answer,
        };
      }),
    );
  };
}

async function ask(
  template: Template,
  steps: Steps,
  request: MetricsRequest,
  labels: Labels,
  call: {
    client: PrometheusClient;
    signal: AbortSignal;
    onWarning(warning: string): void;
  },
): Promise<
  Pick<MetricSeries, 'unknownBecause'> | Pick<MetricSeries, 'points'>
> {
  const filled = fillTemplate(template, {
    values: {
      service: [request.service],
      environment: valuesOf(request.environment, labels),
      namespace: request.namespace ? [request.namespace] : [],
      cluster: request.cluster ? [request.cluster] : [],
    },
    window: `${steps.window}s`,
  });
  if ('unfit' in filled) {
    return { unknownBecause: filled.unfit };
  }
  try {
    const { items, warnings } = await call.client.queryRange(
      filled.query,
      steps,
      call.signal,
    );
    const warning = warnings[0] && cleanMessage(warnings[0], 200);
    if (warning) {
      call.onWarning(warning);
    }
    const read = readSeries(items, steps);
    return 'unknownBecause' in read && warning
      ? {
          unknownBecause: `${read.unknownBecause}; the server warns: ${warning}`,
        }
      : read;
  } catch (error) {
    if (error instanceof QueryRefused) {
      return { unknownBecause: error.message };
    }
    throw error;
  }
}

/** The label's values that stand for an environment; its own name where none is told. */
function valuesOf(environment: string, labels: Labels): string[] {
  const values = [...labels.names]
    .filter(([, name]) => name === environment)
    .map(([value]) => value);
  return values.length > 0 ? values : [environment];
}
