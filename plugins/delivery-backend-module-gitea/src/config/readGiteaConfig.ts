import type { Config } from '@backstage/config';
import {
  readHistory,
  readMilliseconds,
  type HistoryConfig,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from './HostConfig';
import { readHosts } from './readHosts';

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
  return {
    pollMs: config
      ? readMilliseconds(config, 'pollEvery', PATH, {
          fallback: 60_000,
          minimum: 2_000,
        })
      : 60_000,
    history: readHistory(config, PATH, { commits: 500 }),
    hosts: readHosts(root, config, PATH),
  };
}
