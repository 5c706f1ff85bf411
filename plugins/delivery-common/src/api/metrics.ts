import type { MetricSeries } from '../vocabulary';
import type { SourceError } from './sources';

/**
 * What one monitoring system measured of a service.
 *
 * @public
 */
export interface MeasuredBy {
  sourceId: string;
  title: string;
  series: MetricSeries[];
  /** Set where it could not be asked; `series` is empty then. */
  error?: Pick<SourceError, 'kind' | 'message'>;
}

/**
 * The metrics of an entity in one environment over a time, asked for live, with the deployments of that time.
 *
 * @public
 */
export interface EntityMetrics {
  environment: string;
  /** Unix seconds */
  from: number;
  /** Unix seconds */
  to: number;
  measured: MeasuredBy[];
  deployments: {
    /** Unix seconds; when it was started, else when it was finished. */
    at: number;
    label: string;
    outcome: string;
  }[];
}
