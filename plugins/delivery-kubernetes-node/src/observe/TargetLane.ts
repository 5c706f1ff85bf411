import type {
  DeploymentItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { ObjectIdentity } from '../stream';
import type { ResourceLane, ResourceLaneEvent } from './ResourceLane';

/**
 * Writes what a lane tells into the state that targets are made from.
 *
 * @public
 */
export interface LaneSink<T> {
  /** A list begins, or begins anew. */
  listing(): void;
  applied(item: T): void;
  /** An object is gone; returns the key of the target that is gone with it. */
  removed(object: ObjectIdentity): string | undefined;
  /** An object is there and cannot be read; returns the key of its target. */
  malformed(object: ObjectIdentity): string | undefined;
  listed(): void;
  /** It cannot be observed any more. */
  refused(): void;
}

/**
 * A lane on its way into the state.
 *
 * @public
 */
export interface TargetLane<T> extends ResourceLane<T> {
  readonly sink: LaneSink<T>;
  /** Whether its objects become targets themselves. */
  readonly reportsTargets: boolean;
}

/**
 * What such a lane tells.
 *
 * @public
 */
export type TargetLaneEvent<T> = ResourceLaneEvent<T, TargetLane<T>>;

/**
 * The lanes of a cluster: those that others need come first.
 *
 * @public
 */
export interface LanePlan<T> {
  supporting: TargetLane<T>[];
  targets: TargetLane<T>[];
}

/**
 * What is known of the targets of a cluster, as far as it is reported from.
 *
 * @public
 */
export interface TargetState {
  /** Scopes in which something may have changed. */
  dirtyScopes(): string[];
  /** The number of targets in a scope that may have changed. */
  dirtyCount(scope: string): number;
  /** Takes so many of what has changed in a scope; a target's deployments may come on top. */
  takeChanged(scope: string, atLeast: number): (TargetItem | DeploymentItem)[];
}
