/**
 * What kind of thing a deployment target is.
 *
 * - `application`: a controller's object that applies configuration from Git
 * - `workload`: something that runs in a cluster
 * - `environment`: a named environment that a pipeline deploys to
 * - `infrastructure`: a workspace or stack of infrastructure as code
 *
 * @public
 */
export type TargetType =
  | 'application'
  | 'workload'
  | 'environment'
  | 'infrastructure';

/**
 * Counts of a workload's pods.
 *
 * @public
 */
export interface Replicas {
  desired: number;
  ready: number;
  updated?: number;
  available?: number;
}

/**
 * How far a progressive rollout has come.
 *
 * @public
 */
export interface RolloutProgress {
  strategy: 'canary' | 'blueGreen';
  /** Steps done so far, from 0. */
  step?: number;
  steps?: number;
  /** Share of the traffic or pods that the new version gets, in percent. */
  weight?: number;
  paused: boolean;
  /** True where it was given up and goes back. */
  aborted?: boolean;
  message?: string;
}

/**
 * When a scheduled workload ran and will run.
 *
 * @public
 */
export interface Schedule {
  /** The cron expression. */
  cron: string;
  timeZone?: string;
  /** ISO 8601 */
  lastRunAt?: string;
  /** ISO 8601 */
  lastSuccessAt?: string;
  suspended: boolean;
}

/**
 * One resource whose live state differs from what is desired, as the controller itself judges.
 *
 * @public
 */
export interface DriftedResource {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  status: string;
  message?: string;
}

/**
 * Something that a controller is doing to a target right now or did last.
 *
 * @public
 */
export interface TargetOperation {
  /** Such as `sync`. */
  type: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'unknown';
  raw?: string;
  message?: string;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601 */
  finishedAt?: string;
}

/**
 * A warning or error that the upstream itself attached to a target.
 *
 * @public
 */
export interface TargetCondition {
  type: string;
  message: string;
  severity: 'info' | 'warning' | 'error';
}

/**
 * What a plan of infrastructure as code would change.
 *
 * @public
 */
export interface PlanCounts {
  add: number;
  change: number;
  destroy: number;
  import?: number;
  /** ISO 8601; when it was made. */
  plannedAt?: string;
  url?: string;
}

/**
 * A machine that writes to the same place in Git, such as an image automation: who changes the version by hand has it
 * undone, unless this is suspended or pinned.
 *
 * @public
 */
export interface AutomatedWriter {
  /** What writes, in words, such as "ImageUpdateAutomation flux-system/apps". */
  by: string;
  /** What it writes, in words, such as "the tag of ghcr.io/acme/checkout". */
  writes: string;
  suspended: boolean;
  /** Where it does not work at present, why. */
  problem?: string;
}

/**
 * Whether what a target is made from was verified, such as by a commit's signature. `absent` where nothing asks for it.
 *
 * @public
 */
export interface Verification {
  status: 'verified' | 'failed' | 'unknown' | 'absent';
  reason: string;
}

/**
 * Another target that must be ready before this one is applied.
 *
 * @public
 */
export interface TargetDependency {
  resource: string;
  namespace?: string;
  name: string;
}
