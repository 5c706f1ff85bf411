import type { Config } from '@backstage/config';
import {
  configProblem,
  readOptionalSecret,
  readUrl,
} from '@throughline/plugin-delivery-node';
import { TokenConnection } from '../client';
import { mountedToken } from './inCluster';
import {
  createCluster,
  unavailableCluster,
  type KubernetesCluster,
} from './KubernetesCluster';
import { readTrust } from './readOwnClusters';

const PER_USER = ['aks', 'google', 'oidc'];
const LIST_IT =
  "List the cluster in delivery.kubernetes.clusters by the same name, with a service account's token or a kubeconfig.";

/**
 * Reads the clusters that the Kubernetes plugin is configured with. What cannot be collected from the server's side
 * is returned with the reason rather than left out.
 *
 * @throws InputError naming the key that is wrong
 */
export async function readLocatorClusters(
  rootConfig: Config,
): Promise<KubernetesCluster[]> {
  const path = 'kubernetes.clusterLocatorMethods';
  const clusters: KubernetesCluster[] = [];
  const locators = rootConfig.getOptionalConfigArray(path) ?? [];
  for (const [index, locator] of locators.entries()) {
    const at = `${path}[${index}]`;
    const type = locator.getOptionalString('type');
    if (type === 'config') {
      const list = locator.getOptionalConfigArray('clusters') ?? [];
      for (const [position, config] of list.entries()) {
        clusters.push(await readCluster(config, `${at}.clusters[${position}]`));
      }
    } else if (type === 'localKubectlProxy') {
      clusters.push(localProxy());
    } else {
      clusters.push(
        unavailableCluster({
          title: [type ?? 'locator', locator.getOptionalString('projectId')]
            .filter(Boolean)
            .join('-'),
          unavailable: `Clusters found by '${at}' (type ${
            type ?? 'missing'
          }) are not collected: ${LIST_IT}`,
        }),
      );
    }
  }
  return clusters;
}

async function readCluster(
  config: Config,
  at: string,
): Promise<KubernetesCluster> {
  const title = config.getOptionalString('name');
  if (!title) {
    throw configProblem(
      `${at}.name`,
      'it is missing',
      'Give each cluster a name of its own.',
    );
  }
  const server = readUrl(config, 'url', at);
  const provider =
    config.getOptionalString('authProvider') ??
    config.getOptional<Record<string, string>>('authMetadata')?.[
      'kubernetes.io/auth-provider'
    ];
  if (provider === 'localKubectlProxy') {
    return createCluster({
      title,
      connection: new TokenConnection({ server }),
    });
  }
  if (provider !== 'serviceAccount') {
    return unavailableCluster({
      title,
      server,
      unavailable: reasonAgainst(provider, at),
    });
  }
  const token =
    readOptionalSecret(config, 'serviceAccountToken', at) ??
    readOptionalSecret(config, 'token', at) ??
    (await mountedToken());
  if (!token) {
    return unavailableCluster({
      title,
      server,
      unavailable: `'${at}' has no serviceAccountToken, and the portal's pod has none either. ${LIST_IT}`,
    });
  }
  return createCluster({
    title,
    connection: new TokenConnection({
      server,
      token,
      ...readTrust(config, at),
    }),
    dashboardUrl: config.has('dashboardUrl')
      ? readUrl(config, 'dashboardUrl', at)
      : undefined,
  });
}

function reasonAgainst(provider: string | undefined, at: string): string {
  if (provider === undefined) {
    return `'${at}' names no authProvider. ${LIST_IT}`;
  }
  if (PER_USER.includes(provider)) {
    return `The authProvider '${provider}' needs the token of the user who looks, which a collection has not. ${LIST_IT}`;
  }
  return `The authProvider '${provider}' is not supported for collection. ${LIST_IT}`;
}

/** As the Kubernetes plugin has it: `kubectl proxy` on the portal's machine. */
function localProxy(): KubernetesCluster {
  return createCluster({
    title: 'local',
    connection: new TokenConnection({
      server: `http://${process.env.HOST_IP ?? '127.0.0.1'}:8001`,
    }),
  });
}
