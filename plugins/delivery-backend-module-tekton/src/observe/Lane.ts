import type {
  ResourceLane,
  ResourceLaneEvent,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { RunFacts, TaskFacts } from '../objects/RunFacts';

/** One kind of runs, of all namespaces or of one, on its way into the state. */
export interface Lane extends ResourceLane<RunFacts | TaskFacts> {
  readonly kind: 'PipelineRun' | 'TaskRun';
  /** Whether it was listed once, or refused. */
  settled: boolean;
  /** What was known before the list that is under way and was not in it yet. */
  unmentioned?: Set<string>;
}

/** What a lane tells. */
export type LaneEvent = ResourceLaneEvent<RunFacts | TaskFacts, Lane>;
