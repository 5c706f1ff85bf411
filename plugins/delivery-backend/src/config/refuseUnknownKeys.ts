import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';

/**
 * Refuses keys that mean nothing: a rule whose key is misspelt would otherwise match more than it seems to.
 *
 * @throws InputError naming the first of them
 */
export function refuseUnknownKeys(
  config: Config,
  known: readonly string[],
  path: string,
): void {
  const stranger = config.keys().find(key => !known.includes(key));
  if (stranger !== undefined) {
    throw configProblem(
      `${path}.${stranger}`,
      'there is no such key',
      `Use: ${known.join(', ')}.`,
    );
  }
}
