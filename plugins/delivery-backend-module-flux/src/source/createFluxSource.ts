import type {
  Gate,
  KubernetesCluster,
} from '@throughline/plugin-delivery-kubernetes-node';
import type {
  DeliverySource,
  Observation,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { FluxConfig } from '../config/readFluxConfig';
import { fluxDetails } from '../details/fluxDetails';
import { OBSERVES } from '../objects/kinds';
import type { ObserveTiming } from '../observe/Lane';
import { observeFlux } from '../observe/observeFlux';

/** What sources share, and what tests replace. */
export interface SourceOptions {
  timing?: ObserveTiming;
  pageSize?: number;
  gate?: Gate;
}

const BOTH = ['Kustomization', 'HelmRelease'];

/** Makes the source of one cluster. */
export function createFluxSource(
  cluster: KubernetesCluster,
  config: Pick<FluxConfig, 'named'>,
  options: SourceOptions = {},
): DeliverySource {
  const { connect } = cluster;
  return {
    id: `flux:${cluster.name}`,
    system: 'flux',
    title: `Flux in ${cluster.title}`,
    ...(cluster.dashboardUrl && { url: cluster.dashboardUrl }),
    strategy: 'watch',
    maxSilenceMs: 120_000,
    observes: OBSERVES,
    ...(connect
      ? { details: fluxDetails(connect) }
      : { unavailable: cluster.unavailable ?? 'It cannot be reached' }),
    operations: [
      { operation: 'reconcile', resources: BOTH },
      { operation: 'suspend', resources: BOTH },
      { operation: 'resume', resources: BOTH },
      { operation: 'force', resources: ['HelmRelease'] },
    ],
    observe: context => observe(cluster, config, options, context),
  };
}

async function* observe(
  { connect, title, server, namespaces }: KubernetesCluster,
  config: Pick<FluxConfig, 'named'>,
  options: SourceOptions,
  context: ObserveContext,
): AsyncGenerator<Observation> {
  if (!connect) {
    return;
  }
  const client = connect({ onCall: call => context.countCall(call) });
  try {
    yield* observeFlux(
      client,
      {
        place: { name: title, ...(server && { server }) },
        namespaces,
        expected: config.named,
        ...options,
      },
      context,
    );
  } catch (error) {
    // What an abort breaks off is no failure.
    if (!context.signal.aborted) {
      throw error;
    }
  }
}
