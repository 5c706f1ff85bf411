import {
  observeTargets,
  TargetReporter,
  Wakeup,
  type Gate,
  type KubernetesClient,
  type ObserveTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type ClusterPlace,
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import { ClusterState, type DeploymentHistory } from './ClusterState';
import { discoverLanes, planLanes, type LaneOptions } from './planLanes';

/** What is observed, and how. */
export interface ObserveOptions extends LaneOptions {
  place: ClusterPlace;
  history: DeploymentHistory;
  timing?: ObserveTiming;
  pageSize?: number;
  /** Shared by all clusters, so that few lists are read at a time. */
  gate?: Gate;
}

/** Observes a cluster; targets are its workloads, which pods and revisions belong to. */
export async function* observeCluster(
  client: KubernetesClient,
  options: ObserveOptions,
  context: Pick<ObserveContext, 'signal' | 'cursor'>,
): AsyncGenerator<Observation> {
  const { timing = {}, pageSize, gate } = options;
  const wakeup = new Wakeup();
  const state = new ClusterState(options.place, options.history, () =>
    wakeup.notify(),
  );
  const discover = (signal: AbortSignal) =>
    discoverLanes(client, options.kinds, signal);
  const served = await discover(context.signal);
  const plan = planLanes(served, state, options);
  if (plan.targets.length === 0) {
    throw new SourceFailure(
      'configuration',
      'The API server serves none of the kinds that are looked for: is the URL that of a cluster?',
    );
  }
  const reporter = new TargetReporter(state, plan, context.cursor);

  yield* reporter.retire();
  yield* observeTargets(
    client,
    {
      plan,
      reporter,
      wakeup,
      served,
      discover,
      namespacesKey: 'namespaces',
      timing,
      pageSize,
      gate,
    },
    context.signal,
  );
}
