import type { OperationProgress } from '@throughline/plugin-delivery-node';
import type { ProjectCall } from '../api/ProjectCall';
import { readState } from './readState';
import { readSteps, type PipelineSteps } from './readSteps';

/**
 * How far a pipeline has come.
 *
 * @throws SourceFailure
 */
export async function followPipeline(
  call: ProjectCall,
  id: number,
): Promise<OperationProgress> {
  const { status, raw, url, error } = await readState(call, id);
  const jobs = await readSteps(call, id);
  const shared = {
    ...(url ? { url } : {}),
    ...(jobs.steps.length > 0 ? { steps: jobs.steps } : {}),
  };
  switch (status.status) {
    case 'succeeded':
      return { ...shared, state: 'succeeded' };
    case 'queued':
    case 'running':
      return { ...shared, state: 'running' };
    case 'waiting':
      return { ...shared, state: 'waiting', message: waitWords(raw, jobs) };
    case 'failed':
      return { ...shared, state: 'failed', message: error ?? failWords(jobs) };
    case 'cancelled':
    case 'skipped':
      return {
        ...shared,
        state: 'failed',
        message: `the pipeline was ${status.status}`,
      };
    default:
      return {
        ...shared,
        state: 'unknown',
        message: status.reason ?? 'its status is not known',
      };
  }
}

function waitWords(raw: string, { manual }: PipelineSteps): string {
  return raw === 'manual' && manual.length > 0
    ? `it waits for somebody to start ${manual.slice(0, 3).join(', ')}`
    : `it waits (${raw.slice(0, 40)})`;
}

function failWords({ steps }: PipelineSteps): string {
  // One that is allowed to fail says so, and is not the reason.
  const failed = steps
    .filter(({ state, message }) => state === 'failed' && !message)
    .map(({ name }) => name);
  return failed.length > 0
    ? `failed: ${failed.slice(0, 3).join(', ')}`
    : 'the pipeline failed';
}
