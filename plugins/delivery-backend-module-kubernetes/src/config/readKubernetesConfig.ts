import type { Config } from '@backstage/config';
import {
  readActing,
  readKubernetesClusters,
  type KubernetesCluster,
} from '@throughline/plugin-delivery-kubernetes-node';
import { configProblem } from '@throughline/plugin-delivery-node';
import type { DeploymentHistory } from '../observe/ClusterState';
import { WORKLOAD_KINDS, type WorkloadKind } from '../workloads/kinds';

/** What the module is configured with. */
export interface KubernetesConfig {
  clusters: KubernetesCluster[];
  kinds: readonly WorkloadKind[];
  labels: readonly string[];
  deployments: DeploymentHistory;
  /** Whether the portal may act in a cluster, and not only read. */
  acts(cluster: KubernetesCluster): boolean;
}

const PATH = 'delivery.kubernetes';
const HISTORIES: readonly DeploymentHistory[] = ['plain', 'all', 'none'];

/**
 * Reads the configuration of the module.
 *
 * @throws InputError naming the key that is wrong
 */
export async function readKubernetesConfig(
  rootConfig: Config,
  options: Parameters<typeof readKubernetesClusters>[1] = {},
): Promise<KubernetesConfig> {
  const config = rootConfig.getOptionalConfig(PATH);
  const clusters = await readKubernetesClusters(rootConfig, options);
  return {
    clusters,
    acts: readActing(config, PATH, clusters),
    kinds: readKinds(config),
    labels: readLabels(config),
    deployments: readHistory(config),
  };
}

function readKinds(config: Config | undefined): readonly WorkloadKind[] {
  const kinds = config?.getOptionalStringArray('kinds');
  if (!kinds) {
    return WORKLOAD_KINDS;
  }
  if (kinds.length === 0) {
    throw configProblem(
      `${PATH}.kinds`,
      'it is empty',
      'Name the kinds, or remove it to look at all of them.',
    );
  }
  kinds.forEach((kind, index) => {
    if (!WORKLOAD_KINDS.some(known => known === kind)) {
      throw configProblem(
        `${PATH}.kinds[${index}]`,
        `'${kind.slice(0, 80)}' is not a kind that is known here`,
        `Use ${WORKLOAD_KINDS.join(', ')}.`,
      );
    }
  });
  return WORKLOAD_KINDS.filter(kind => kinds.includes(kind));
}

function readLabels(config: Config | undefined): string[] {
  const labels = config?.getOptionalStringArray('labels') ?? [];
  labels.forEach((label, index) => {
    if (
      !/^([a-z0-9.-]+\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(label)
    ) {
      throw configProblem(
        `${PATH}.labels[${index}]`,
        `'${label.slice(0, 80)}' is not a label's name`,
        'Write the name only, such as team or example.com/service.',
      );
    }
  });
  return [...new Set(labels)].sort();
}

function readHistory(config: Config | undefined): DeploymentHistory {
  const text = config?.getOptionalString('deployments') ?? 'plain';
  const history = HISTORIES.find(known => known === text);
  if (!history) {
    throw configProblem(
      `${PATH}.deployments`,
      `'${text.slice(0, 40)}' is not known`,
      `Use ${HISTORIES.join(', ')}.`,
    );
  }
  return history;
}
