import { isAbsolute } from 'node:path';
import type { Config } from '@backstage/config';
import {
  configProblem,
  readOptionalSecret,
  readUrl,
  refuseDuplicateNames,
} from '@throughline/plugin-delivery-node';
import {
  KubeconfigConnection,
  TokenConnection,
  type ClusterConnection,
  type KubeConfigLoader,
} from '../client';
import { createCluster, type KubernetesCluster } from './KubernetesCluster';
import { inClusterConnection } from './inCluster';
import { readNamespaces } from './readNamespaces';

/**
 * Reads the clusters of our own list.
 *
 * @param path - the full key of the list
 * @throws InputError naming the key that is wrong
 */
export async function readOwnClusters(
  list: readonly Config[],
  path: string,
  options: { loadKubeConfig?: KubeConfigLoader } = {},
): Promise<KubernetesCluster[]> {
  const clusters: KubernetesCluster[] = [];
  for (const [index, config] of list.entries()) {
    const at = `${path}[${index}]`;
    const title = readTitle(config, at);
    clusters.push(
      createCluster({
        title,
        connection: await readConnection(config, at, options),
        namespaces: readNamespaces(config, `${at}.namespaces`),
        dashboardUrl: config.has('dashboardUrl')
          ? readUrl(config, 'dashboardUrl', at)
          : undefined,
      }),
    );
  }
  refuseDuplicateNames(
    clusters.map(cluster => cluster.name),
    path,
  );
  return clusters;
}

/** Names of clusters are given by others, so that more is allowed in them than in other sources' names. */
function readTitle(config: Config, at: string): string {
  const name = config.getOptionalString('name')?.trim();
  if (!name) {
    throw configProblem(
      `${at}.name`,
      'it is missing',
      'Give each cluster a name of its own.',
    );
  }
  if (!/^[A-Za-z0-9][\w.:/@-]{0,199}$/.test(name)) {
    throw configProblem(
      `${at}.name`,
      `'${name.slice(0, 80)}' is not a cluster's name`,
      'Use letters, digits and . : / @ - _, beginning with a letter or digit.',
    );
  }
  return name;
}

async function readConnection(
  config: Config,
  at: string,
  options: { loadKubeConfig?: KubeConfigLoader },
): Promise<ClusterConnection> {
  const ways = [
    config.has('url') && 'url',
    config.has('kubeconfig') && 'kubeconfig',
    config.getOptionalBoolean('inCluster') && 'inCluster',
  ].filter(Boolean);
  if (ways.length !== 1) {
    throw configProblem(
      at,
      ways.length === 0
        ? 'it does not say how the cluster is reached'
        : `${ways.join(' and ')} are given together`,
      "Give one of 'url' (with 'token' or 'tokenFile'), 'kubeconfig' and 'inCluster: true'.",
    );
  }
  if (ways[0] === 'kubeconfig') {
    return readKubeconfig(config.getConfig('kubeconfig'), at, options);
  }
  if (ways[0] === 'inCluster') {
    return (
      (await inClusterConnection()) ??
      refuse(
        `${at}.inCluster`,
        'the portal does not run in a cluster, or its pod has no service account token',
        "Remove it, or set 'automountServiceAccountToken: true' for the pod.",
      )
    );
  }
  const token = readOptionalSecret(config, 'token', at);
  if (!token) {
    throw configProblem(
      `${at}.token`,
      'it is missing',
      "Set 'token' or 'tokenFile' to a service account's token.",
    );
  }
  return new TokenConnection({
    server: readUrl(config, 'url', at),
    token,
    ...readTrust(config, at),
  });
}

async function readKubeconfig(
  config: Config,
  at: string,
  options: { loadKubeConfig?: KubeConfigLoader },
): Promise<ClusterConnection> {
  const file = config.getOptionalString('file');
  if (!file || !isAbsolute(file)) {
    throw configProblem(
      `${at}.kubeconfig.file`,
      file ? `'${file}' is not an absolute path` : 'it is missing',
      'Give the whole path of the kubeconfig file.',
    );
  }
  try {
    return await KubeconfigConnection.open({
      file,
      context: config.getOptionalString('context'),
      load: options.loadKubeConfig,
    });
  } catch (error) {
    throw configProblem(
      `${at}.kubeconfig`,
      (error as Error).message,
      'Check the file, and that the portal may read it.',
    );
  }
}

/**
 * Reads how the server's certificate is checked.
 *
 * @param at - the full key of `config`
 * @throws InputError where the keys contradict each other
 */
export function readTrust(
  config: Config,
  at: string,
): { ca?: string; caFile?: string; skipTLSVerify?: boolean } {
  const data = config.getOptionalString('caData');
  const caFile = config.getOptionalString('caFile');
  const skipTLSVerify = config.getOptionalBoolean('skipTLSVerify');
  if (data !== undefined && caFile !== undefined) {
    refuse(
      `${at}.caData`,
      "'caData' and 'caFile' are both given",
      'Keep one of the two.',
    );
  }
  if (data === undefined) {
    return { caFile, skipTLSVerify };
  }
  const ca = Buffer.from(data, 'base64').toString('utf8');
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) {
    refuse(
      `${at}.caData`,
      'it is not a certificate in base64',
      "Copy 'certificate-authority-data' as it is in the kubeconfig.",
    );
  }
  return { ca, skipTLSVerify };
}

function refuse(path: string, problem: string, mend: string): never {
  throw configProblem(path, problem, mend);
}
