import type { OperationStep } from '@throughline/plugin-delivery-common';
import type { ProjectCall } from '../api/ProjectCall';
import { readJobs } from '../map/readJobs';

const STATES: Readonly<Record<string, OperationStep['state']>> = {
  queued: 'pending',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'skipped',
};

/** The jobs of a pipeline as steps. */
export interface PipelineSteps {
  steps: OperationStep[];
  /** The names of those that wait for somebody to start them. */
  manual: string[];
}

/** Reads the newest try of each job, a hundred at most; none where they may not be read. */
export async function readSteps(
  call: ProjectCall,
  id: number,
): Promise<PipelineSteps> {
  const { status, json } = await call.send({
    asked: 'look at the jobs of a pipeline',
    path: ['pipelines', String(id), 'jobs'],
    query: { include_retried: false, per_page: 100 },
    accept: [403, 404],
  });
  const jobs = readJobs(status < 300 && Array.isArray(json) ? json : []).map(
    ({ job }) => job,
  );
  return {
    steps: jobs.map(
      ({
        name,
        status: judged,
        startedAt,
        finishedAt,
        url,
      }): OperationStep => ({
        name,
        // A job whose word is not understood is not claimed to be done.
        state: STATES[judged.status] ?? 'failed',
        ...(judged.reason ? { message: judged.reason } : {}),
        ...(startedAt ? { startedAt } : {}),
        ...(finishedAt ? { finishedAt } : {}),
        ...(url ? { url } : {}),
      }),
    ),
    manual: jobs
      .filter(({ status: judged }) => judged.raw === 'manual')
      .map(({ name }) => name),
  };
}
