import type { Config } from '@backstage/config';
import type { KubeConfigLoader } from '../client';
import type { KubernetesCluster } from './KubernetesCluster';
import { readLocatorClusters } from './readLocatorClusters';
import { readNamespaces } from './readNamespaces';
import { readOwnClusters } from './readOwnClusters';

const PATH = 'delivery.kubernetes';

/**
 * Reads all clusters that delivery modules collect from: those in `delivery.kubernetes.clusters` and, unless
 * `useClusterLocators` is false, those that the Kubernetes plugin is configured with. Where both have a cluster of
 * one name, ours counts: so a cluster that people see with their own tokens can be collected with a token of the
 * server's.
 *
 * @throws InputError naming the key that is wrong
 * @public
 */
export async function readKubernetesClusters(
  rootConfig: Config,
  options: { loadKubeConfig?: KubeConfigLoader } = {},
): Promise<KubernetesCluster[]> {
  const config = rootConfig.getOptionalConfig(PATH);
  const own = await readOwnClusters(
    config?.getOptionalConfigArray('clusters') ?? [],
    `${PATH}.clusters`,
    options,
  );
  const useLocators = config?.getOptionalBoolean('useClusterLocators') ?? true;
  const located = useLocators ? await readLocatorClusters(rootConfig) : [];
  const namespaces = config && readNamespaces(config, `${PATH}.namespaces`);
  const names = new Set(own.map(cluster => cluster.name));
  const titles = new Set(own.map(cluster => cluster.title));
  const clusters = [...own];
  for (const cluster of located) {
    if (!titles.has(cluster.title)) {
      clusters.push({ ...cluster, name: freeName(cluster.name, names) });
    }
  }
  return clusters.map(cluster => ({
    ...(namespaces && { namespaces }),
    ...cluster,
  }));
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) {
    free = `${name.slice(0, 58)}-${number}`;
  }
  taken.add(free);
  return free;
}
