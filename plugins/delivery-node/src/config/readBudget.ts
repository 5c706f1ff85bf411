import type { Config } from '@backstage/config';
import { configProblem } from './ConfigProblem';

/**
 * Reads `budget`, the share of a rate limit that may be used, above 0 and up to 1; undefined where nothing is told.
 *
 * @param path - the full key of `config`, for messages
 * @throws InputError naming the key and how to mend it
 * @public
 */
export function readBudget(
  config: Config | undefined,
  path: string,
): number | undefined {
  const budget = config?.getOptionalNumber('budget');
  if (budget !== undefined && !(budget > 0 && budget <= 1)) {
    throw configProblem(
      `${path}.budget`,
      `${budget} is not a share`,
      'Use a number above 0 and up to 1, such as 0.25 for a quarter of the rate limit.',
    );
  }
  return budget;
}
