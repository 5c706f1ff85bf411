import type { Config } from '@backstage/config';
import {
  readActing,
  readKubernetesClusters,
  readNamespaces,
  type KubernetesCluster,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  configProblem,
  readWebhookSecrets,
  type Secret,
} from '@throughline/plugin-delivery-node';

/** What the module is configured with. */
export interface FluxConfig {
  clusters: KubernetesCluster[];
  /** Whether the configuration names the clusters: then one without Flux is worth a word. */
  named: boolean;
  /** How many clusters cannot be reached and were not asked for by name. */
  leftOut: number;
  webhookSecrets: Secret[];
  /** Whether the portal may act in a cluster, and not only read. */
  acts(cluster: KubernetesCluster): boolean;
}

const PATH = 'delivery.flux';

/**
 * Reads the configuration of the module. The clusters are those of `delivery.kubernetes` and
 * `kubernetes.clusterLocatorMethods`.
 *
 * @throws InputError naming the key that is wrong
 */
export async function readFluxConfig(
  rootConfig: Config,
  options: Parameters<typeof readKubernetesClusters>[1] = {},
): Promise<FluxConfig> {
  const config = rootConfig.getOptionalConfig(PATH);
  const known = await readKubernetesClusters(rootConfig, options);
  const namespaces = config && readNamespaces(config, `${PATH}.namespaces`);
  const names = config?.getOptionalStringArray('clusters');
  const clusters = names
    ? namedClusters(names, known)
    : known.filter(cluster => !cluster.unavailable);
  return {
    clusters: clusters.map(cluster => ({
      ...cluster,
      ...(namespaces && { namespaces }),
    })),
    named: names !== undefined,
    acts: readActing(config, PATH, known),
    leftOut: names ? 0 : known.length - clusters.length,
    webhookSecrets: readWebhookSecrets(
      config?.getOptionalConfig('webhook'),
      `${PATH}.webhook`,
    ),
  };
}

function namedClusters(
  names: readonly string[],
  known: readonly KubernetesCluster[],
): KubernetesCluster[] {
  return [...new Set(names)].map((name, index) => {
    const cluster = known.find(({ title }) => title === name);
    if (!cluster) {
      throw configProblem(
        `${PATH}.clusters[${index}]`,
        `there is no cluster '${name.slice(0, 80)}'`,
        known.length > 0
          ? `Use ${known
              .map(({ title }) => title)
              .join(', ')}, or configure it in 'delivery.kubernetes.clusters'.`
          : "Configure it in 'delivery.kubernetes.clusters'.",
      );
    }
    return cluster;
  });
}
