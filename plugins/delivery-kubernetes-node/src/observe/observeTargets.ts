import { setMaxListeners } from 'node:events';
import {
  SourceFailure,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { KubernetesClient } from '../client';
import type { ResourceType } from '../discovery';
import { mergeStreams, type Gate } from '../stream';
import { listLane, watchLane } from './followLane';
import type { ObserveTiming } from './ObserveTiming';
import type { LanePlan, TargetLaneEvent } from './TargetLane';
import type { TargetReporter } from './TargetReporter';
import { aliveTicks, changeTicks, servedTicks, type Tick } from './ticks';
import type { Wakeup } from './Wakeup';

const LISTS_AT_A_TIME = 4;

/**
 * What {@link observeTargets} observes, and how.
 *
 * @public
 */
export interface TargetObservation<T> {
  plan: LanePlan<T>;
  reporter: TargetReporter<T>;
  /** Notified where targets may have changed. */
  wakeup: Wakeup;
  /** What the cluster served when the lanes were laid out. */
  served: readonly ResourceType[];
  /** What it serves now. */
  discover(signal: AbortSignal): Promise<readonly ResourceType[]>;
  /** The key of the configuration that restricts the namespaces, for the message where nothing may be seen. */
  namespacesKey: string;
  timing: ObserveTiming;
  /** Objects of one page; 500 unless told. */
  pageSize?: number;
  /** Shared by all clusters, so that few lists are read at a time. */
  gate?: Gate;
}

/**
 * Lists what targets are made from, then the targets, so that they are reported once and whole; then watches everything,
 * and gathers changes for a moment before they are reported. Ends where the cluster serves something else than before,
 * so that the next observation lays out its lanes anew.
 *
 * @throws SourceFailure where the API server does not answer, or no target may be listed
 * @public
 */
export async function* observeTargets<T>(
  client: KubernetesClient,
  observation: TargetObservation<T>,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const { plan, reporter, wakeup, served, timing, pageSize, gate } =
    observation;
  const run = (laneSignal: AbortSignal) => {
    // Every lane listens to it, and Node takes more than ten of them for a leak.
    setMaxListeners(0, laneSignal);
    return { client, timing, pageSize, gate, signal: laneSignal };
  };

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
  refuseIfBlind(plan, observation.namespacesKey);
  if (signal.aborted) {
    return;
  }
  yield* reporter.reportChanges();
  yield* reporter.checkpoint();

  for await (const told of mergeStreams<TargetLaneEvent<T> | Tick>(
    [
      ...[...plan.supporting, ...plan.targets].map(
        lane => (laneSignal: AbortSignal) => watchLane(lane, run(laneSignal)),
      ),
      tickSignal => changeTicks(wakeup, timing, tickSignal),
      tickSignal =>
        aliveTicks(client, timing, tickSignal, () => reporter.heardSince()),
      tickSignal =>
        servedTicks(observation.discover, served, timing, tickSignal),
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
      return;
    }
  }
}

function refuseIfBlind<T>(
  { targets }: LanePlan<T>,
  namespacesKey: string,
): void {
  const [first] = targets;
  if (
    first?.refused !== undefined &&
    targets.every(({ refused }) => refused !== undefined)
  ) {
    throw new SourceFailure(
      'permission',
      `Nothing can be listed: ${first.refused}. Give the service account the roles that the module's README has, or name the namespaces that it may see in '${namespacesKey}'.`,
    );
  }
}
