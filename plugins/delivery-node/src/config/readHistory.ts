import type { Config } from '@backstage/config';
import { configProblem } from './ConfigProblem';
import { readMilliseconds } from './readMilliseconds';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How far back the history of each repository is read, whichever is reached first.
 *
 * @public
 */
export interface HistoryConfig {
  commits: number;
  windowMs: number;
}

/**
 * Reads `history` with `commits` and `period`, which is 90 days unless told.
 *
 * @param path - the full key of `config`, for messages
 * @param options - `commits`: how many where nothing is told
 * @throws InputError naming the key and how to mend it
 * @public
 */
export function readHistory(
  config: Config | undefined,
  path: string,
  options: { commits: number },
): HistoryConfig {
  const history = config?.getOptionalConfig('history');
  const at = `${path}.history`;
  return {
    commits: readCommits(history, at, options.commits),
    windowMs: history
      ? readMilliseconds(history, 'period', at, {
          fallback: 90 * DAY_MS,
          minimum: DAY_MS,
        })
      : 90 * DAY_MS,
  };
}

function readCommits(
  config: Config | undefined,
  path: string,
  fallback: number,
): number {
  const commits = config?.getOptionalNumber('commits') ?? fallback;
  if (!Number.isInteger(commits) || commits < 10 || commits > 20_000) {
    throw configProblem(
      `${path}.commits`,
      `${commits} is not a number of commits`,
      'Use a whole number from 10 to 20000.',
    );
  }
  return commits;
}
