import { type Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { configProblem } from '@throughline/plugin-delivery-node';
import type { Retention } from '../store';
import { refuseUnknownKeys } from './refuseUnknownKeys';

/** How the collection is configured, in milliseconds. */
export interface CollectConfig {
  staleAfterMs: number;
  staleAfterMsBySystem: ReadonlyMap<string, number>;
  retention: Retention;
}

const PATH = 'delivery.collect';
const DAY_MS = 24 * 3600 * 1000;

/**
 * Reads `delivery.collect`.
 *
 * @throws InputError with the path of the key that is wrong and how to mend it
 */
export function readCollectConfig(root: Config): CollectConfig {
  const config = root.getOptionalConfig(PATH);
  if (config) {
    refuseUnknownKeys(
      config,
      ['staleAfter', 'staleAfterBySystem', 'retention'],
      PATH,
    );
  }
  const bySystem = config?.getOptionalConfig('staleAfterBySystem');
  const retention = config?.getOptionalConfig('retention');
  if (retention) {
    refuseUnknownKeys(
      retention,
      ['deployments', 'runs', 'commits'],
      `${PATH}.retention`,
    );
  }
  const keep = (key: string, days: number) =>
    readMs(retention, key, `${PATH}.retention`, DAY_MS) ?? days * DAY_MS;
  return {
    staleAfterMs: readMs(config, 'staleAfter', PATH, 10_000) ?? 120_000,
    staleAfterMsBySystem: new Map(
      (bySystem?.keys() ?? []).map(system => [
        system,
        readMs(bySystem, system, `${PATH}.staleAfterBySystem`, 10_000)!,
      ]),
    ),
    retention: {
      deployments: keep('deployments', 730),
      runs: keep('runs', 90),
      commits: keep('commits', 400),
    },
  };
}

function readMs(
  config: Config | undefined,
  key: string,
  path: string,
  leastMs: number,
): number | undefined {
  if (!config?.has(key)) {
    return undefined;
  }
  let ms: number;
  try {
    ms = durationToMilliseconds(readDurationFromConfig(config, { key }));
  } catch {
    throw configProblem(
      `${path}.${key}`,
      'it is not a duration',
      "Write it like '5 minutes', 'P30D' or { hours: 1 }.",
    );
  }
  if (!(ms >= leastMs)) {
    throw configProblem(
      `${path}.${key}`,
      'it is too short',
      `Make it at least ${leastMs / 1000} seconds.`,
    );
  }
  return ms;
}
