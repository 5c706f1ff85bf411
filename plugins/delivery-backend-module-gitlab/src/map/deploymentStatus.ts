import type {
  DeploymentOutcome,
  TargetOperation,
} from '@throughline/plugin-delivery-common';

/** What a deployment's status means. */
export interface DeploymentStatus {
  outcome: DeploymentOutcome;
  /** The same as the status of an operation on the environment. */
  operation: TargetOperation['status'];
  /** What it waits for, or why there was none, in words. */
  message?: string;
}

/** The words of deployments. */
export const DEPLOYMENT_STATUS: Readonly<Record<string, DeploymentStatus>> = {
  created: { outcome: 'running', operation: 'queued' },
  blocked: {
    outcome: 'running',
    operation: 'queued',
    message: 'blocked: it waits for an approval',
  },
  running: { outcome: 'running', operation: 'running' },
  success: { outcome: 'succeeded', operation: 'succeeded' },
  failed: { outcome: 'failed', operation: 'failed' },
  canceled: {
    outcome: 'cancelled',
    operation: 'failed',
    message: 'it was cancelled',
  },
  skipped: {
    outcome: 'cancelled',
    operation: 'failed',
    message: 'it was skipped',
  },
};

/** What a deployment's word means; one that is not listed is unknown, never a success. */
export function deploymentStatus(raw: string): DeploymentStatus {
  return Object.hasOwn(DEPLOYMENT_STATUS, raw)
    ? DEPLOYMENT_STATUS[raw]
    : {
        outcome: 'unknown',
        operation: 'unknown',
        message: `the status '${raw.slice(0, 60)}' is not known`,
      };
}

/** Statuses of jobs that nobody has set off yet. */
const NOT_BEGUN: readonly string[] = [
  'created',
  'manual',
  'scheduled',
  'skipped',
];

/**
 * Whether nothing was deployed and nothing is about to be. A pipeline makes its deployments together with its jobs:
 * those of manual jobs may never begin, and those of skipped jobs never did.
 *
 * @param job - the status of the job that is to deploy, where there is one
 */
export function isIdle(raw: string, job: string | undefined): boolean {
  return (
    raw === 'skipped' ||
    (raw === 'created' && job !== undefined && NOT_BEGUN.includes(job))
  );
}
