import type { HealthStatus } from './health';
import type { Judged } from './judgement';

/**
 * An alert of a monitoring system that concerns a service.
 *
 * @public
 */
export interface Alert {
  name: string;
  state: 'pending' | 'firing';
  /** The upstream's own word, such as `critical`. */
  severity?: string;
  summary?: string;
  /** ISO 8601 */
  since?: string;
  url?: string;
}

/**
 * What a configured query says of a service: a verdict, not a value, as values tick.
 *
 * @public
 */
export interface ProbeVerdict {
  name: string;
  health: Judged<HealthStatus>;
}

/**
 * What is measured of a service, whatever measures it.
 *
 * @public
 */
export type MetricName = 'requestRate' | 'errorRate' | 'latency' | 'saturation';

/**
 * All metrics, in the order in which pages show them.
 *
 * @public
 */
export const METRIC_NAMES: readonly MetricName[] = [
  'requestRate',
  'errorRate',
  'latency',
  'saturation',
];

/**
 * The unit of a metric's values.
 *
 * - `perSecond`: events a second
 * - `ratio`: a share, from 0 to 1
 * - `seconds`: a time
 *
 * @public
 */
export type MetricUnit = 'perSecond' | 'ratio' | 'seconds';

/**
 * A metric over a time.
 *
 * @public
 */
export interface MetricSeries {
  metric: MetricName;
  title: string;
  unit: MetricUnit;
  /** Unix seconds and value; `null` where there was none. Oldest first. */
  points: [number, number | null][];
  /** Why there is nothing, where `points` is empty. */
  unknownBecause?: string;
}
