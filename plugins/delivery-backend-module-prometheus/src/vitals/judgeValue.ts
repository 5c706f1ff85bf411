import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import type { Probe, ProbeUnit, Side } from '../config/readProbe';

/**
 * Judges one value of a probe. The reason names the bound and never the value, which ticks.
 *
 * What is no number (0 of 0 requests, say) and what is infinite says nothing, whatever the bounds.
 */
export function judgeValue(probe: Probe, value: number): Judged<HealthStatus> {
  const { measures, healthy, degraded, unit } = probe;
  if (Number.isNaN(value)) {
    return {
      status: 'unknown',
      raw: 'NaN',
      reason: `${measures} has no value: there was nothing to measure`,
    };
  }
  if (!Number.isFinite(value)) {
    return {
      status: 'unknown',
      raw: value > 0 ? '+Inf' : '-Inf',
      reason: `${measures} is infinite, which says nothing`,
    };
  }
  if (isOn(healthy, value)) {
    return {
      status: 'healthy',
      reason: `${measures} is ${healthy.direction} ${write(
        healthy.bound,
        unit,
      )}`,
    };
  }
  if (!degraded) {
    return {
      status: 'degraded',
      reason: `${measures} is at or ${
        healthy.direction === 'below' ? 'above' : 'below'
      } ${write(healthy.bound, unit)}`,
    };
  }
  return isOn(degraded, value)
    ? {
        status: 'degraded',
        reason: `${measures} is ${degraded.direction} ${write(
          degraded.bound,
          unit,
        )}`,
      }
    : {
        status: 'unknown',
        reason: `${measures} is neither ${healthy.direction} ${write(
          healthy.bound,
          unit,
        )} nor ${degraded.direction} ${write(degraded.bound, unit)}`,
      };
}

function isOn(side: Side, value: number): boolean {
  return side.direction === 'above' ? value > side.bound : value < side.bound;
}

function write(bound: number, unit: ProbeUnit): string {
  switch (unit) {
    case 'ratio':
      return `${Number((bound * 100).toPrecision(6))} %`;
    case 'seconds':
      return `${bound} s`;
    case 'perSecond':
      return `${bound} a second`;
    default:
      return String(bound);
  }
}
