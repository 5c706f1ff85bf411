import type { Config } from '@backstage/config';
import {
  configProblem,
  readMilliseconds,
} from '@throughline/plugin-delivery-node';
import type { HistoryConfig, HostConfig } from './HostConfig';
import { readHosts } from './readHosts';

const DAY_MS = 24 * 60 * 60 * 1000;
const PATH = 'delivery.gitea';

/** What `delivery.gitea` and `integrations.gitea` say together. */
export interface GiteaConfig {
  pollMs: number;
  history: HistoryConfig;
  hosts: HostConfig[];
}

/**
 * Reads `delivery.gitea` with the hosts of `integrations.gitea`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readGiteaConfig(root: Config): GiteaConfig {
  const config = root.getOptionalConfig(PATH);
  const history = config?.getOptionalConfig('history');
  return {
    pollMs: config
      ? readMilliseconds(config, 'pollEvery', PATH, {
          fallback: 60_000,
          minimum: 2_000,
        })
      : 60_000,
    history: {
      commits: readCommits(history),
      windowMs: history
        ? readMilliseconds(history, 'period', `${PATH}.history`, {
            fallback: 90 * DAY_MS,
            minimum: DAY_MS,
          })
        : 90 * DAY_MS,
    },
    hosts: readHosts(root, config, PATH),
  };
}

function readCommits(config: Config | undefined): number {
  const commits = config?.getOptionalNumber('commits') ?? 500;
  if (!Number.isInteger(commits) || commits < 10 || commits > 20_000) {
    throw configProblem(
      `${PATH}.history.commits`,
      `${commits} is not a number of commits`,
      'Use a whole number from 10 to 20000.',
    );
  }
  return commits;
}
