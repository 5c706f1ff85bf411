import {
  aliveTicks,
  changeTicks,
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
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { RunLink } from '../objects/buildRunFacts';
import type { LaneEvent } from './Lane';
import { discoverRuns, planLanes } from './planLanes';
import { RunReporter } from './RunReporter';
import { TektonState } from './TektonState';

/** What is observed, and how. */
export interface ObserveOptions {
  /** Whether Tekton must be there. */
  expected: boolean;
  namespaces?: readonly string[];
  keepFinished: number;
  link: RunLink;
  timing?: ObserveTiming;
  pageSize?: number;
  /** Shared by all clusters, so that few lists are read at a time. */
  gate?: Gate;
}

/**
 * Observes the runs of a cluster: lists and watches both kinds side by side, tells all once both are listed, and
 * gathers changes for a moment from then on. Where the cluster serves no runs, it is looked again from time to time.
 *
 * @throws SourceFailure
 */
export async function* observeTekton(
  client: KubernetesClient,
  options: ObserveOptions,
  context: Pick<ObserveContext, 'signal' | 'cursor'>,
): AsyncGenerator<Observation> {
  const { timing = {}, pageSize, gate } = options;
  const { signal } = context;
  const discover = (discoverSignal: AbortSignal) =>
    discoverRuns(client, discoverSignal);
  const served = await discover(signal);
  if (served.length === 0 && options.expected) {
    throw new SourceFailure(
      'configuration',
      "The cluster serves no runs of Tekton. Install it, or take the cluster out of 'delivery.tekton.clusters'.",
    );
  }
  const wakeup = new Wakeup();
  const state = new TektonState(options.keepFinished, () => wakeup.notify());
  const lanes = planLanes(served, options.namespaces, options.link);
  const reporter = new RunReporter(
    state,
    lanes,
    readScopesCursor(context.cursor),
  );

  yield* reporter.begin();
  for await (const told of mergeStreams<LaneEvent | Tick>(
    [
      ...lanes.map(
        lane => (laneSignal: AbortSignal) =>
          watchLane(lane, {
            client,
            timing,
            pageSize,
            gate,
            signal: laneSignal,
          }),
      ),
      tickSignal => changeTicks(wakeup, timing, tickSignal),
      tickSignal => aliveTicks(client, timing, tickSignal),
      tickSignal => servedTicks(discover, served, timing, tickSignal),
    ],
    { signal },
  )) {
    if ('lane' in told) {
      yield* reporter.report(told);
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
