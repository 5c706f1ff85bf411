import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import { requireEnvironment } from './requireEnvironment';

/** Reads `waves` of `delivery.operations`: for each environment patterns of targets' names, wave by wave. */
export function readWaves(
  config: Config | undefined,
  root: string,
  environments: readonly string[],
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const section = config?.getOptionalConfig('waves');
  return new Map(
    (section?.keys() ?? []).map(name => {
      const path = `${root}.waves.${name}`;
      requireEnvironment(name, environments, path);
      const waves = section!.get(name);
      const isGood =
        Array.isArray(waves) &&
        waves.length > 0 &&
        waves.every(
          wave =>
            Array.isArray(wave) &&
            wave.length > 0 &&
            wave.every(pattern => typeof pattern === 'string'),
        );
      if (!isGood) {
        throw configProblem(
          path,
          'it is no list of waves',
          "Write a list of lists of patterns, such as [['*-canary'], ['*-eu-*', '*-us-*'], ['*']].",
        );
      }
      return [name, waves as string[][]];
    }),
  );
}
