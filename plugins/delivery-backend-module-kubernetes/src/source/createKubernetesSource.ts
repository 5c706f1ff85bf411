import {
  observeConnected,
  type Gate,
  type KubernetesCluster,
  type ObserveTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { KubernetesConfig } from '../config/readKubernetesConfig';
import { workloadDetails } from '../details';
import { observeCluster } from '../observe/observeCluster';
import { createOperators } from '../operate/createOperators';

/** What sources share, and what tests replace. */
export interface SourceOptions {
  timing?: ObserveTiming;
  pageSize?: number;
  gate?: Gate;
}

/** Makes the source of one cluster. */
export function createKubernetesSource(
  cluster: KubernetesCluster,
  config: Omit<KubernetesConfig, 'clusters'>,
  options: SourceOptions = {},
): DeliverySource {
  const { connect, title, server, namespaces } = cluster;
  return {
    id: `kubernetes:${cluster.name}`,
    system: 'kubernetes',
    title,
    ...(cluster.dashboardUrl && { url: cluster.dashboardUrl }),
    strategy: 'watch',
    maxSilenceMs: 120_000,
    observes: config.kinds,
    ...(connect
      ? {
          details: workloadDetails(connect),
          ...(config.acts(cluster) && {
            operators: createOperators(() => connect()),
          }),
        }
      : { unavailable: cluster.unavailable ?? 'It cannot be reached' }),
    observe: context =>
      observeConnected(cluster, context, client =>
        observeCluster(
          client,
          {
            place: { name: title, ...(server && { server }) },
            namespaces,
            kinds: config.kinds,
            labels: config.labels,
            history: config.deployments,
            ...options,
          },
          context,
        ),
      ),
  };
}
