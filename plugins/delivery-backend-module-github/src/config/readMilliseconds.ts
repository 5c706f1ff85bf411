import { readDurationFromConfig, type Config } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { configProblem } from '@throughline/plugin-delivery-node';

/**
 * Reads a duration, such as `1m` or `{ minutes: 1 }`.
 *
 * @throws InputError where it is none, or shorter than the least
 */
export function readMilliseconds(
  config: Config,
  key: string,
  path: string,
  fallback: number,
  least: number,
): number {
  if (!config.has(key)) {
    return fallback;
  }
  let milliseconds: number;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key }),
    );
  } catch {
    throw configProblem(
      `${path}.${key}`,
      'it is not a duration',
      'Write it like 90s, 5m, PT5M or { minutes: 5 }.',
    );
  }
  if (milliseconds < least) {
    throw configProblem(
      `${path}.${key}`,
      `it is shorter than ${least / 1000} s`,
      'A longer time is kinder to the upstream.',
    );
  }
  return milliseconds;
}
