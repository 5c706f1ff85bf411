import type { OperationStep } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { runStatus } from '../map/runStatus';
import { isoTime, line, webUrl } from '../map/text';

const Job = z.object({
  name: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  html_url: z.string().nullish(),
  steps: z.array(z.unknown()).nullish().catch(undefined),
});

const Step = z.object({
  name: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
});

const STATES: Readonly<Record<string, OperationStep['state']>> = {
  queued: 'pending',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'skipped',
};

/** The jobs of a run as steps. One that cannot be read is left out. */
export function readSteps(nodes: readonly unknown[]): OperationStep[] {
  return nodes.flatMap(node => {
    const { data } = Job.safeParse(node);
    return data ? [readStep(data)] : [];
  });
}

function readStep(job: z.infer<typeof Job>): OperationStep {
  const status = runStatus(job.status, job.conclusion);
  // A job whose word is not understood is not claimed to be done.
  const state = STATES[status.status] ?? 'failed';
  const within = (job.steps ?? []).flatMap(node => {
    const { data } = Step.safeParse(node);
    const step = data && runStatus(data.status, data.conclusion).status;
    return data && step === status.status ? [data.name] : [];
  })[0];
  const message =
    status.reason ??
    (within !== undefined && (state === 'running' || state === 'failed')
      ? cleanMessage(within, 200)
      : undefined);
  const startedAt = isoTime(job.started_at);
  const finishedAt = isoTime(job.completed_at);
  const url = webUrl(job.html_url);
  return {
    name: line(job.name) || 'job',
    state,
    ...(message ? { message } : {}),
    ...(startedAt ? { startedAt } : {}),
    ...(finishedAt ? { finishedAt } : {}),
    ...(url ? { url } : {}),
  };
}
