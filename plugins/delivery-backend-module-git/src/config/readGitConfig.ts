import type { Config } from '@backstage/config';
import {
  configProblem,
  readWebhookSecrets,
  refuseDuplicateNames,
  type Secret,
} from '@throughline/plugin-delivery-node';
import { readHost, type HostConfig } from './readHost';

/** All that `delivery.git` says. */
export interface GitConfig {
  hosts: HostConfig[];
  webhookSecrets: Secret[];
}

/**
 * Reads `delivery.git`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readGitConfig(root: Config): GitConfig {
  const config = root.getOptionalConfig('delivery.git');
  const path = 'delivery.git.hosts';
  const hosts = (config?.getOptionalConfigArray('hosts') ?? []).map(
    (entry, index) => readHost(entry, `${path}[${index}]`),
  );
  refuseDuplicateNames(
    hosts.map(host => host.name),
    path,
  );
  hosts.forEach(({ host }, index) => {
    const first = hosts.findIndex(other => other.host === host);
    if (first !== index) {
      throw configProblem(
        `${path}[${index}].host`,
        `'${host}' is also the host of ${path}[${first}]`,
        'A repository must belong to one source: keep one of the two.',
      );
    }
  });
  return { hosts, webhookSecrets: readWebhook(config) };
}

function readWebhook(config: Config | undefined): Secret[] {
  const path = 'delivery.git.webhook';
  const webhook = config?.getOptionalConfig('webhook');
  const secrets = readWebhookSecrets(webhook, path);
  if (webhook && secrets.length === 0) {
    throw configProblem(
      `${path}.secret`,
      'it is missing',
      'Set secret or secretFile, or leave the webhook out: without a secret there is no route.',
    );
  }
  return secrets;
}
