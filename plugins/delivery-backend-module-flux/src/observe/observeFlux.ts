import { setMaxListeners } from 'node:events';
import {
  aliveTicks,
  changeTicks,
  listLane,
  mergeStreams,
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
import { FluxReporter } from './FluxReporter';
import { FluxState } from './FluxState';
import type { LaneEvent } from './Lane';
import { discoverFlux, planLanes } from './planLanes';

/** What is observed, and how. */
export interface ObserveOptions {
  place: ClusterPlace;
  namespaces?: readonly string[];
  /** Whether Flux is expected: then its absence is a problem. */
  expected: boolean;
  timing?: ObserveTiming;
  pageSize?: number;
  /** Shared by all clusters, so that few lists are read at a time. */
  gate?: Gate;
}

const LISTS_AT_A_TIME = 4;
/** Where Flux is being installed, somebody waits for it. */
const DISCOVER_MS = 300_000;

/**
 * Observes what Flux does in a cluster. What targets are made from (sources, automations) is listed before they are,
 * so that they are reported once and whole; then everything is watched. A cluster without Flux is asked from time to
 * time whether it has it by now, and that is all.
 */
export async function* observeFlux(
  client: KubernetesClient,
  options: ObserveOptions,
  context: Pick<ObserveContext, 'signal' | 'cursor' | 'logger'>,
): AsyncGenerator<Observation> {
  const { pageSize, gate } = options;
  const timing = { discoverMs: DISCOVER_MS, ...options.timing };
  const { signal } = context;
  const discover = (discoverSignal: AbortSignal) =>
    discoverFlux(client, discoverSignal);
  const served = await discover(signal);
  const plan = planLanes(served, options.namespaces);
  const wakeup = new Wakeup();
  const state = new FluxState(options.place, () => wakeup.notify());
  const reporter = new FluxReporter(state, plan, context.cursor);
  const run = (laneSignal: AbortSignal) => {
    // Every lane listens to it, and Node takes more than ten of them for a leak.
    setMaxListeners(0, laneSignal);
    return { client, timing, pageSize, gate, signal: laneSignal };
  };

  yield* reporter.retire();
  if (plan.targets.length === 0) {
    const word = 'The cluster serves no kinds of Flux that apply something';
    context.logger.debug(`${options.place.name}: ${word}`);
    if (options.expected) {
      yield* reporter.problem('flux', `${word}: is Flux installed?`);
    }
  }
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
  yield* reporter.reportChanges();
  yield* reporter.checkpoint();

  for await (const told of mergeStreams<LaneEvent | Tick>(
    [
      ...[...plan.supporting, ...plan.targets].map(
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
      yield* reporter.checkpoint();
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
      `Nothing can be listed: ${first}. Give the service account the roles that the module's README has, or name the namespaces that it may see in 'delivery.flux.namespaces'.`,
    );
  }
}
