import type {
  ObjectIdentity,
  ResourceLane,
  ResourceLaneEvent,
} from '@throughline/plugin-delivery-kubernetes-node';

/** One resource, of all namespaces or of one, on its way into the state. */
export interface Lane extends ResourceLane<unknown> {
  readonly sink: LaneSink;
  /** Whether its objects become targets themselves. */
  readonly reportsTargets: boolean;
}

/** What a lane tells. */
export type LaneEvent = ResourceLaneEvent<unknown, Lane>;

/** Writes what a lane tells into the state. */
export interface LaneSink {
  /** A list begins, or begins anew. */
  listing(): void;
  applied(item: unknown): void;
  /** An object is gone; returns the key of the target that is gone with it. */
  removed(object: ObjectIdentity): string | undefined;
  /** An object cannot be read, and stays as it was known; returns the key of its target. */
  kept(object: ObjectIdentity): string | undefined;
  listed(): void;
  /** It cannot be observed any more. */
  refused(): void;
}
