import { readDurationFromConfig, type Config } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { configProblem } from './ConfigProblem';

/**
 * Reads a duration, such as `1m` or `{ minutes: 1 }`, in milliseconds.
 *
 * @param path - the full key of `config`, for messages
 * @throws InputError where it is none, or shorter than the least
 * @public
 */
export function readMilliseconds(
  config: Config,
  key: string,
  path: string,
  options: { fallback: number; minimum?: number },
): number {
  if (!config.has(key)) {
    return options.fallback;
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
  const { minimum = 0 } = options;
  if (milliseconds < minimum) {
    throw configProblem(
      `${path}.${key}`,
      `it is shorter than ${minimum / 1000} s`,
      'A longer time is kinder to the upstream.',
    );
  }
  return milliseconds;
}
