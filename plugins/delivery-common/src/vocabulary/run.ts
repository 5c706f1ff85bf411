/**
 * The status of a pipeline run or of one of its jobs. `waiting` is for a person, a gate or a lock; what waits
 * for a machine is `queued`.
 *
 * @public
 */
export type RunStatus =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'skipped'
  | 'unknown';

/**
 * All run statuses.
 *
 * @public
 */
export const RUN_STATUSES: readonly RunStatus[] = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
  'unknown',
];

/**
 * Whether a run has come to its end, so that its status will not change unless it is run again.
 *
 * @public
 */
export function isTerminalRun(status: RunStatus): boolean {
  return (
    status === 'succeeded' ||
    status === 'failed' ||
    status === 'cancelled' ||
    status === 'skipped'
  );
}

/**
 * How a deployment ended. `failed` says that it did not succeed; `unknown` that nothing tells.
 *
 * @public
 */
export type DeploymentOutcome =
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'unknown';
