import {
  aliveTicks,
  changeTicks,
  listLane,
  mergeStreams,
  readScopesCursor,
  servedTicks,
  Wakeup,
  watchLane,
  type Gate,
  type KubernetesClient,
  type ObserveTiming,
  type Tick,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type ClusterPlace,
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import { ClusterReporter } from './ClusterReporter';
import { ClusterState, type DeploymentHistory } from './ClusterState';
import type { LaneEvent } from './Lane';
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

const LISTS_AT_A_TIME = 4;

/**
 * Observes a cluster. What belongs to workloads (pods, revisions) is listed before they are, so that they are reported
 * once and whole; then everything is watched, and changes are gathered for a moment before they are reported.
 */
export async function* observeCluster(
  client: KubernetesClient,
  options: ObserveOptions,
  context: Pick<ObserveContext, 'signal' | 'cursor'>,
): AsyncGenerator<Observation> {
  const { timing = {}, pageSize, gate } = options;
  const { signal } = context;
  const wakeup = new Wakeup();
  const state = new ClusterState(options.place, options.history, () =>
    wakeup.notify(),
  );
  const discover = (discoverSignal: AbortSignal) =>
    discoverLanes(client, options.kinds, discoverSignal);
  const served = await discover(signal);
  const plan = planLanes(served, state, options);
  if (plan.targets.length === 0) {
    throw new SourceFailure(
      'configuration',
      'The API server serves none of the kinds that are looked for: is the URL that of a cluster?',
    );
  }
  const reporter = new ClusterReporter(state, readScopesCursor(context.cursor));
  const run = (laneSignal: AbortSignal) => ({
    client,
    timing,
    pageSize,
    gate,
    signal: laneSignal,
  });

  yield* reporter.retire(plan);
  for await (const told of mergeStreams(
    plan.supporting.map(
      lane => (laneSignal: AbortSignal) => listLane(lane, run(laneSignal)),
    ),
    { signal, concurrency: LISTS_AT_A_TIME },
  )) {
    yield* reporter.report(told);
  }
  for (const lane of plan.targets) {
    for await (const told of listLane(lane, run(signal))) {
      yield* reporter.report(told);
    }
  }
  refuseIfBlind(plan.targets.map(lane => lane.refused));
  if (signal.aborted) {
    return;
  }
  yield* reporter.checkpoint(plan);

  const lanes = [...plan.supporting, ...plan.targets];
  for await (const told of mergeStreams<LaneEvent | Tick>(
    [
      ...lanes.map(
        lane => (laneSignal: AbortSignal) => watchLane(lane, run(laneSignal)),
      ),
      tickSignal => changeTicks(wakeup, timing, tickSignal),
      tickSignal =>
        aliveTicks(client, timing, tickSignal, () => reporter.heardSince()),
      tickSignal => servedTicks(discover, served, timing, tickSignal),
    ],
    { signal },
  )) {
    if ('lane' in told) {
      yield* reporter.report(told);
      yield* reporter.checkpoint(plan);
    } else if (told.tick === 'changes') {
      yield* reporter.reportChanges();
    } else if (told.tick === 'alive') {
      yield { type: 'alive' };
    } else {
      // What the cluster serves has changed: the next observation lays out its lanes anew.
      return;
    }
  }
}

function refuseIfBlind(refused: readonly (string | undefined)[]): void {
  const [first] = refused;
  if (first !== undefined && refused.every(reason => reason !== undefined)) {
    throw new SourceFailure(
      'permission',
      `Nothing can be listed: ${first}. Give the service account the roles that the module's README has, or name the namespaces that it may see in 'namespaces'.`,
    );
  }
}
