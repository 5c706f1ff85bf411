import type { MetricName } from '@throughline/plugin-delivery-common';
import type { Template } from './parseTemplate';

/** How the metrics of a service are asked for; those without a query are not measured. */
export interface QuerySet {
  queries: Partial<Record<MetricName, Template>>;
  /** What the latency is called: a quantile that is not known cannot be named. */
  latencyTitle: string;
}

/** The set that counts where nobody names one. */
export const DEFAULT_SET = 'default';
