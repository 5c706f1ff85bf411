import type {
  ResourceLane,
  ResourceLaneEvent,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { Facts } from '../objects/facts';

/** One resource, of all namespaces or of one. */
export interface Lane extends ResourceLane<Facts> {
  /** Whether its objects become targets. */
  readonly reportsTargets: boolean;
}

/** What a lane tells. */
export type LaneEvent = ResourceLaneEvent<Facts, Lane>;
