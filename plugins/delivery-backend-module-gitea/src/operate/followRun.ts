import {
  webUrl,
  type OperationProgress,
} from '@throughline/plugin-delivery-node';
import type { OperationStep } from '@throughline/plugin-delivery-common';
import type { RepositoryCall } from '../api/RepositoryCall';
import { runStatus } from '../map/statuses';
import { attemptOf, readJobsOf, readRunNode } from './RunNode';

const STATES: Readonly<Record<string, OperationStep['state']>> = {
  queued: 'pending',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'skipped',
};

/**
 * How far an attempt of a run has come, until its end.
 *
 * @throws SourceFailure
 */
export async function followRun(
  call: RepositoryCall,
  { id, attempt }: { id: number; attempt: number },
): Promise<OperationProgress> {
  const newest = (await readRunNode(call, id))!;
  if (attemptOf(newest) < attempt) {
    return { state: 'waiting', message: 'Gitea does not show it yet' };
  }
  const older = attemptOf(newest) > attempt ? attempt : undefined;
  const run = older === undefined ? newest : await readRunNode(call, id, older);
  if (!run) {
    return {
      state: 'unknown',
      message:
        'it was started again meanwhile, and Gitea does not tell of the attempt before',
    };
  }
  const { jobs } = await readJobsOf(call, id, older);
  const steps = jobs.map(
    ({ name, status, startedAt, finishedAt, url }): OperationStep => ({
      name,
      // A job whose word is not understood is not claimed to be done.
      state: STATES[status.status] ?? 'failed',
      ...(status.reason ? { message: status.reason } : {}),
      ...(startedAt ? { startedAt } : {}),
      ...(finishedAt ? { finishedAt } : {}),
      ...(url ? { url } : {}),
    }),
  );
  const url = webUrl(run.html_url);
  return {
    ...(url ? { url } : {}),
    ...(steps.length > 0 ? { steps } : {}),
    ...judge(run, steps),
  };
}

function judge(
  run: { status?: string | null; conclusion?: string | null },
  steps: readonly OperationStep[],
): Pick<OperationProgress, 'state' | 'message'> {
  const { status, reason } = runStatus(run.status, run.conclusion);
  switch (status) {
    case 'succeeded':
      return { state: 'succeeded' };
    case 'running':
      return { state: 'running' };
    case 'queued':
      return { state: 'waiting', message: 'it waits for a runner' };
    case 'waiting':
      return {
        state: 'waiting',
        message: 'it waits for another job, or for somebody to allow it',
      };
    case 'failed':
      return { state: 'failed', message: failWords(steps) };
    case 'cancelled':
      return { state: 'failed', message: 'the run was cancelled' };
    case 'skipped':
      return { state: 'failed', message: 'none of its jobs was to run' };
    default:
      return {
        state: 'unknown',
        message: reason ?? 'its status is not known',
      };
  }
}

function failWords(steps: readonly OperationStep[]): string {
  const failed = steps
    .filter(({ state }) => state === 'failed')
    .map(({ name }) => name);
  return failed.length > 0
    ? `failed: ${failed.slice(0, 3).join(', ')}`
    : 'the run failed';
}
