/**
 * What can be looked up live about a target, at the moment when someone opens it.
 *
 * @public
 */
export type DetailKind = 'resources' | 'diff' | 'events' | 'pods' | 'logs';

/**
 * All kinds of details.
 *
 * @public
 */
export const DETAIL_KINDS: readonly DetailKind[] = [
  'resources',
  'diff',
  'events',
  'pods',
  'logs',
];

/**
 * One resource of a target's tree.
 *
 * @public
 */
export interface ResourceDetail {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  sync?: string;
  health?: string;
  message?: string;
  /** Position of the parent in the same list; absent for a root. */
  parent?: number;
}

/**
 * One pod of a target.
 *
 * @public
 */
export interface PodDetail {
  namespace: string;
  name: string;
  phase: string;
  ready: boolean;
  restarts: number;
  reason?: string;
  images: string[];
  /** ISO 8601 */
  startedAt?: string;
}

/**
 * The answer to a look-up of details.
 *
 * @public
 */
export type TargetDetails =
  | { kind: 'resources'; resources: ResourceDetail[] }
  | {
      kind: 'diff';
      diffs: {
        group?: string;
        resource: string;
        namespace?: string;
        name: string;
        desired: string;
        live: string;
      }[];
    }
  | {
      kind: 'events';
      events: {
        type: string;
        reason: string;
        message: string;
        count: number;
        lastAt?: string;
        object: string;
      }[];
    }
  | { kind: 'pods'; pods: PodDetail[] }
  | { kind: 'logs'; text: string; truncated: boolean };
