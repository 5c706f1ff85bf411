import {
  observeConnected,
  type Gate,
  type KubernetesCluster,
  type ObserveTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { FluxConfig } from '../config/readFluxConfig';
import { fluxDetails } from '../details/fluxDetails';
import { OBSERVES } from '../objects/kinds';
import { observeFlux } from '../observe/observeFlux';
import { createOperators } from '../operate/createOperators';

/** What sources share, and what tests replace. */
export interface SourceOptions {
  timing?: ObserveTiming;
  pageSize?: number;
  gate?: Gate;
  sourceWaitMs?: number;
}

/** Makes the source of one cluster. */
export function createFluxSource(
  cluster: KubernetesCluster,
  config: Pick<FluxConfig, 'named' | 'acts'>,
  options: SourceOptions = {},
): DeliverySource {
  const { connect, title, server, namespaces } = cluster;
  return {
    id: `flux:${cluster.name}`,
    system: 'flux',
    title: `Flux in ${title}`,
    ...(cluster.dashboardUrl && { url: cluster.dashboardUrl }),
    strategy: 'watch',
    maxSilenceMs: 120_000,
    observes: OBSERVES,
    ...(connect
      ? {
          details: fluxDetails(connect),
          ...(config.acts(cluster) && {
            operators: createOperators(() => connect(), options),
          }),
        }
      : { unavailable: cluster.unavailable ?? 'It cannot be reached' }),
    observe: context =>
      observeConnected(cluster, context, client =>
        observeFlux(
          client,
          {
            place: { name: title, ...(server && { server }) },
            namespaces,
            expected: config.named,
            ...options,
          },
          context,
        ),
      ),
  };
}
