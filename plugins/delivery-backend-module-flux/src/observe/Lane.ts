import {
  isRefused,
  listAndWatch,
  pause,
  type Gate,
  type KubernetesClient,
  type Projection,
  type ResourceEvent,
  type ResourceType,
  type StreamTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { Facts } from '../objects/facts';

/** One resource, of all namespaces or of one. */
export interface Lane {
  /** Such as `kustomizations.kustomize.toolkit.fluxcd.io/shop`; the scope of what it reports. */
  readonly scope: string;
  readonly resource: ResourceType;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly project: Projection<Facts>;
  /** Whether its objects become targets. */
  readonly reportsTargets: boolean;
  /** Where its watch goes on. */
  version?: string;
  /** Why it cannot be observed. */
  refused?: string;
}

/** What a lane tells. */
export interface LaneEvent {
  lane: Lane;
  event: ResourceEvent<Facts> | { type: 'refused'; reason: string };
}

/** The times that govern the observation of a cluster, replaceable in tests. */
export interface ObserveTiming extends StreamTiming {
  /** How long changes are gathered before they are reported; 200 ms unless told. */
  gatherMs?: number;
  /** How often it is looked whether the API server still answers; 30 s unless told. */
  probeMs?: number;
  /** How often it is looked what it serves; 5 min unless told. */
  discoverMs?: number;
  /** How often what was refused is tried again; 5 min unless told. */
  retryRefusedMs?: number;
}

/** What lanes run with. */
export interface LaneRun {
  client: KubernetesClient;
  signal: AbortSignal;
  timing: ObserveTiming;
  pageSize?: number;
  gate?: Gate;
}

/** Lists what a lane looks at, once; a refusal ends it as well. */
export async function* listLane(
  lane: Lane,
  run: LaneRun,
): AsyncGenerator<LaneEvent> {
  for await (const told of attempt(lane, run)) {
    yield told;
    if (told.event.type === 'listed' || told.event.type === 'refused') {
      return;
    }
  }
}

/** Goes on from where {@link listLane} ended, without an end; what is refused is tried again from time to time. */
export async function* watchLane(
  lane: Lane,
  run: LaneRun,
): AsyncGenerator<LaneEvent> {
  while (!run.signal.aborted) {
    if (lane.refused !== undefined) {
      await pause(run.timing.retryRefusedMs ?? 300_000, run.signal);
    }
    yield* attempt(lane, run);
  }
}

async function* attempt(lane: Lane, run: LaneRun): AsyncGenerator<LaneEvent> {
  if (run.signal.aborted) {
    return;
  }
  const { resource, namespace, labelSelector, project, version } = lane;
  lane.version = undefined;
  try {
    for await (const event of listAndWatch({
      ...run,
      resource,
      namespace,
      labelSelector,
      project,
      resourceVersion: version,
    })) {
      if (event.type === 'listed') {
        lane.version = event.resourceVersion;
      }
      yield { lane, event };
    }
  } catch (error) {
    if (!isRefused(error)) {
      throw error;
    }
    lane.version = undefined;
    yield { lane, event: { type: 'refused', reason: error.message } };
  }
}
