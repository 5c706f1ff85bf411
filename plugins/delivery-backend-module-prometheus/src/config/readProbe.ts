import type { Config } from '@backstage/config';
import { configProblem, readName } from '@throughline/plugin-delivery-node';

/** The values on one side of a bound, which is not among them. */
export interface Side {
  direction: 'above' | 'below';
  bound: number;
}

/** In what a probe's values are counted; decides only how bounds are written. */
export type ProbeUnit = 'ratio' | 'seconds' | 'perSecond' | 'none';

/** A query, asked once for all services, whose values are judged. */
export interface Probe {
  name: string;
  /** What is measured, as the reason of a verdict has it: "error rate". */
  measures: string;
  query: string;
  unit: ProbeUnit;
  healthy: Side;
  /** All that is not healthy, where it is absent. */
  degraded?: Side;
}

const UNITS: readonly ProbeUnit[] = ['ratio', 'seconds', 'perSecond', 'none'];

/** Reads one entry of `probes`. */
export function readProbe(config: Config, path: string): Probe {
  const name = readName(config, path);
  const query = config.getOptionalString('query');
  if (!query?.trim()) {
    throw configProblem(
      `${path}.query`,
      'it is missing',
      'Give a query that groups by the labels of service and environment.',
    );
  }
  if (query.includes('${')) {
    throw configProblem(
      `${path}.query`,
      'it has a placeholder',
      'A probe is asked once for all services: group by their label in place of choosing one.',
    );
  }
  const unit = (config.getOptionalString('unit') ?? 'none') as ProbeUnit;
  if (!UNITS.includes(unit)) {
    throw configProblem(
      `${path}.unit`,
      `'${String(unit).slice(0, 40)}' is not known`,
      `Use one of ${UNITS.join(', ')}.`,
    );
  }
  const healthy = readSide(config, 'healthy', path);
  if (!healthy) {
    throw configProblem(
      `${path}.healthy`,
      'it is missing',
      'Say which values are healthy, such as { below: 0.05 }.',
    );
  }
  const degraded = readSide(config, 'degraded', path);
  if (degraded && overlap(healthy, degraded)) {
    throw configProblem(
      `${path}.degraded`,
      'some values would be healthy and degraded',
      'Let the two lie on opposite sides, such as healthy: { below: 0.01 } and degraded: { above: 0.05 }.',
    );
  }
  return {
    name,
    measures: config.getOptionalString('measures') ?? name,
    query,
    unit,
    healthy,
    degraded,
  };
}

function readSide(config: Config, key: string, path: string): Side | undefined {
  const side = config.getOptionalConfig(key);
  if (!side) {
    return undefined;
  }
  const above = side.getOptionalNumber('above');
  const below = side.getOptionalNumber('below');
  const bound = above ?? below;
  if (bound === undefined || (above !== undefined && below !== undefined)) {
    throw configProblem(
      `${path}.${key}`,
      'it needs one bound',
      `Give either 'above' or 'below'.`,
    );
  }
  return { direction: above === undefined ? 'below' : 'above', bound };
}

function overlap(healthy: Side, degraded: Side): boolean {
  if (healthy.direction === degraded.direction) {
    return true;
  }
  return healthy.direction === 'below'
    ? degraded.bound < healthy.bound
    : degraded.bound > healthy.bound;
}
