import type { Config } from '@backstage/config';
import {
  readHistory,
  readMilliseconds,
  type HistoryConfig,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from './HostConfig';
import { readHosts } from './readHosts';

const PATH = 'delivery.gitlab';

/** What `delivery.gitlab` and `integrations.gitlab` say together. */
export interface GitlabConfig {
  pollMs: number;
  history: HistoryConfig;
  hosts: HostConfig[];
}

/**
 * Reads `delivery.gitlab` with the hosts of `integrations.gitlab`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readGitlabConfig(root: Config): GitlabConfig {
  const config = root.getOptionalConfig(PATH);
  return {
    pollMs: config
      ? readMilliseconds(config, 'pollEvery', PATH, {
          fallback: 60_000,
          minimum: 2_000,
        })
      : 60_000,
    history: readHistory(config, PATH, { commits: 1_000 }),
    hosts: readHosts(root, config, PATH),
  };
}
