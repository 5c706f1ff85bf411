import type {
  ObjectIdentity,
  Projection,
  ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';

/**
 * One resource, of all namespaces or of one, on its way into the state.
 */
export interface Lane {
  /** Such as `deployments.apps/shop`; the scope of what it reports. */
  readonly scope: string;
  readonly resource: ResourceType;
  readonly namespace?: string;
  readonly project: Projection<unknown>;
  readonly sink: LaneSink;
  /** Whether its objects become targets themselves. */
  readonly reportsTargets: boolean;
  /** Where its watch goes on. */
  version?: string;
  /** Why it cannot be observed. */
  refused?: string;
}

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

/** The scope of a resource, as kubectl writes it. */
export function scopeOf(resource: ResourceType, namespace?: string): string {
  return [
    resource.group ? `${resource.plural}.${resource.group}` : resource.plural,
    ...(namespace === undefined ? [] : [namespace]),
  ].join('/');
}
