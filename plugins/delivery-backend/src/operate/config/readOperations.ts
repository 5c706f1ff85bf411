import type { Config } from '@backstage/config';
import {
  configProblem,
  readMilliseconds,
} from '@throughline/plugin-delivery-node';
import { refuseUnknownKeys } from '../../config/refuseUnknownKeys';
import type { FloorConfig } from '../access/Floor';
import type { FreezeWindow } from '../gates';
import { readFreezes } from './readFreezes';
import { readGates, type EnvironmentGates } from './readGates';
import {
  readVersionRules,
  type ConfiguredVersionRule,
} from './readVersionRules';
import { readWaves } from './readWaves';

/** `delivery.operations`, read. */
export interface OperationsConfig {
  floor: FloorConfig;
  /** By name of the environment. */
  gates: ReadonlyMap<string, EnvironmentGates>;
  freezes: readonly FreezeWindow[];
  /** By name of the environment: patterns of targets' names, wave by wave. */
  waves: ReadonlyMap<string, readonly (readonly string[])[]>;
  versions: readonly ConfiguredVersionRule[];
  /** For how long what was set off is followed before nothing more is expected of it. */
  followForMs: number;
  /** How long an upstream may take to answer before others are gone on with. */
  answerMs: number;
  retentionMs: number;
}

const ROOT = 'delivery.operations';
const DAY_MS = 24 * 3600 * 1000;
const ANSWER_MS = 30_000;

/**
 * Reads `delivery.operations`.
 *
 * @param environments - the names that are configured
 * @throws InputError with the path of the key that is wrong and how to mend it
 */
export function readOperations(
  root: Config,
  environments: readonly string[],
): OperationsConfig {
  const config = root.getOptionalConfig(ROOT);
  if (config) {
    refuseUnknownKeys(
      config,
      [
        'policyOnly',
        'servicePrincipals',
        'production',
        'gates',
        'freezes',
        'waves',
        'versions',
        'followFor',
        'retention',
      ],
      ROOT,
    );
  }
  const duration = (key: string, fallback: number, minimum: number) =>
    config
      ? readMilliseconds(config, key, ROOT, { fallback, minimum })
      : fallback;
  return {
    floor: readFloor(config),
    gates: readGates(config, ROOT, environments),
    freezes: readFreezes(config, ROOT, environments),
    waves: readWaves(config, ROOT, environments),
    versions: readVersionRules(config, ROOT, environments),
    followForMs: duration('followFor', 30 * 60_000, 60_000),
    answerMs: ANSWER_MS,
    retentionMs: duration('retention', 5 * 365 * DAY_MS, DAY_MS),
  };
}

function readFloor(config: Config | undefined): FloorConfig {
  const production = config?.getOptionalConfig('production');
  if (production) {
    refuseUnknownKeys(production, ['grants'], `${ROOT}.production`);
  }
  const grants = production?.getOptionalStringArray('grants') ?? [];
  grants.forEach((ref, index) => {
    if (!/^(user|group):[^:/\s]+\/[^:/\s]+$/.test(ref)) {
      throw configProblem(
        `${ROOT}.production.grants[${index}]`,
        `'${ref.slice(0, 80)}' is no ref of a user or group`,
        'Write it whole, such as group:default/release-managers.',
      );
    }
  });
  return {
    policyOnly: config?.getOptionalBoolean('policyOnly') ?? false,
    servicePrincipals:
      config?.getOptionalStringArray('servicePrincipals') ?? [],
    productionGrants: grants,
  };
}
