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
import type { RunFacts, TaskFacts } from '../objects/RunFacts';

/** One kind of runs, of all namespaces or of one, on its way into the state. */
export interface Lane {
  /** Such as `pipelineruns.tekton.dev/shop`. */
  readonly scope: string;
  readonly kind: 'PipelineRun' | 'TaskRun';
  readonly resource: ResourceType;
  readonly namespace?: string;
  readonly project: Projection<RunFacts | TaskFacts>;
  /** Why it cannot be observed. */
  refused?: string;
  /** Whether it was listed once, or refused. */
  settled: boolean;
  /** What was known before the list that is under way and was not in it yet. */
  unmentioned?: Set<string>;
}

/** What a lane tells. */
export interface LaneEvent {
  lane: Lane;
  event:
    | ResourceEvent<RunFacts | TaskFacts>
    | { type: 'refused'; reason: string };
}

/** The times that govern the observation of a cluster, replaceable in tests. */
export interface ObserveTiming extends StreamTiming {
  /** How long changes are gathered before they are reported; 200 ms unless told. */
  gatherMs?: number;
  /** How often it is looked whether the API server still answers; 30 s unless told. */
  probeMs?: number;
  /** How often it is looked what it serves; 10 min unless told. */
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

/** Lists and watches without an end; what is refused costs this lane only, and is tried again from time to time. */
export async function* runLane(
  lane: Lane,
  run: LaneRun,
): AsyncGenerator<LaneEvent> {
  const { resource, namespace, project } = lane;
  while (!run.signal.aborted) {
    try {
      const stream = listAndWatch({ ...run, resource, namespace, project });
      for await (const event of stream) {
        yield { lane, event };
      }
    } catch (error) {
      if (!isRefused(error)) {
        throw error;
      }
      yield { lane, event: { type: 'refused', reason: error.message } };
      await pause(run.timing.retryRefusedMs ?? 300_000, run.signal);
    }
  }
}
