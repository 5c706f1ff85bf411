import type { Config } from '@backstage/config';
import {
  readActing,
  readKubernetesClusters,
  readNamespaces,
  type KubernetesCluster,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  configProblem,
  readUrl,
  refuseDuplicateNames,
} from '@throughline/plugin-delivery-node';

/** A cluster whose runs are collected. */
export interface TektonCluster {
  cluster: KubernetesCluster;
  /** Whether the configuration names it, so that Tekton is expected there. */
  expected: boolean;
  /** Where a person can open the Tekton Dashboard of it. */
  dashboardUrl?: string;
  /** Whether runs can be started and stopped from the portal. */
  operations: boolean;
}

/** What the module is configured with. */
export interface TektonConfig {
  clusters: TektonCluster[];
  /** So many finished runs of each pipeline are told. */
  keepFinished: number;
}

const PATH = 'delivery.tekton';
const KEEP_FINISHED = 30;
const MOST_FINISHED = 1_000;

/**
 * Reads the configuration of the module. The clusters are those of `delivery.kubernetes`.
 *
 * @throws InputError naming the key that is wrong
 */
export async function readTektonConfig(
  rootConfig: Config,
  options: Parameters<typeof readKubernetesClusters>[1] = {},
): Promise<TektonConfig> {
  const known = await readKubernetesClusters(rootConfig, options);
  const config = rootConfig.getOptionalConfig(PATH);
  const namespaces = config && readNamespaces(config, `${PATH}.namespaces`);
  const named = config?.getOptionalConfigArray('clusters');
  const clusters = named
    ? readClusters(named, known)
    : known.map(cluster => ({ cluster, expected: false }));
  const mayAct = readActing(config, PATH, known);
  return {
    keepFinished: readKeepFinished(config),
    clusters: clusters.map(({ cluster, ...more }, index) => {
      const own =
        named &&
        readNamespaces(named[index], `${PATH}.clusters[${index}].namespaces`);
      const only = own ?? namespaces ?? cluster.namespaces;
      return {
        ...more,
        cluster: { ...cluster, namespaces: only },
        operations: mayAct(cluster),
      };
    }),
  };
}

function readClusters(
  list: readonly Config[],
  known: readonly KubernetesCluster[],
): Omit<TektonCluster, 'operations'>[] {
  const clusters = list.map((config, index) => {
    const at = `${PATH}.clusters[${index}]`;
    const name = config.getString('name').trim();
    const cluster = known.find(({ title }) => title === name);
    if (!cluster) {
      throw configProblem(
        `${at}.name`,
        `no cluster is called '${name.slice(0, 80)}'`,
        'Name one of delivery.kubernetes.clusters or kubernetes.clusterLocatorMethods.',
      );
    }
    return {
      cluster,
      expected: true,
      ...(config.has('dashboardUrl') && {
        dashboardUrl: readUrl(config, 'dashboardUrl', at),
      }),
    };
  });
  refuseDuplicateNames(
    clusters.map(({ cluster }) => cluster.name),
    `${PATH}.clusters`,
  );
  return clusters;
}

function readKeepFinished(config: Config | undefined): number {
  const count = config?.getOptionalNumber('keepFinished') ?? KEEP_FINISHED;
  if (!Number.isInteger(count) || count < 1 || count > MOST_FINISHED) {
    throw configProblem(
      `${PATH}.keepFinished`,
      `${count} is not a number of runs`,
      `Use a whole number from 1 to ${MOST_FINISHED}.`,
    );
  }
  return count;
}
