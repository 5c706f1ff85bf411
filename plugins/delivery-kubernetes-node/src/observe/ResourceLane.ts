import type { KubernetesClient } from '../client';
import type { ResourceType } from '../discovery';
import type { Gate, Projection, ResourceEvent } from '../stream';
import type { ObserveTiming } from './ObserveTiming';

/**
 * One resource, of all namespaces or of one, and how far it has been observed.
 *
 * @public
 */
export interface ResourceLane<T> {
  /** What it reports into, such as `deployments.apps/shop`; see {@link scopeOf}. */
  readonly scope: string;
  readonly resource: ResourceType;
  /** All unless told. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly project: Projection<T>;
  /** Where its watch goes on. */
  version?: string;
  /** Why it cannot be observed; for the reader of its events to set, and to take back once it is listed. */
  refused?: string;
}

/**
 * What a lane tells.
 *
 * @public
 */
export interface ResourceLaneEvent<
  T,
  TLane extends ResourceLane<T> = ResourceLane<T>,
> {
  lane: TLane;
  event: ResourceEvent<T> | { type: 'refused'; reason: string };
}

/**
 * What lanes run with.
 *
 * @public
 */
export interface LaneRun {
  client: KubernetesClient;
  signal: AbortSignal;
  timing: ObserveTiming;
  /** Objects of one page; 500 unless told. */
  pageSize?: number;
  /** Shared by lanes whose lists are not to be read all at once. */
  gate?: Gate;
}

/**
 * The scope of a resource, as kubectl writes it.
 *
 * @public
 */
export function scopeOf(resource: ResourceType, namespace?: string): string {
  return [
    resource.group ? `${resource.plural}.${resource.group}` : resource.plural,
    ...(namespace === undefined ? [] : [namespace]),
  ].join('/');
}
