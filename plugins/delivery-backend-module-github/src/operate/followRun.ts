import type { OperationStep } from '@throughline/plugin-delivery-common';
import {
  cleanMessage,
  type OperationProgress,
} from '@throughline/plugin-delivery-node';
import { runStatus } from '../map/runStatus';
import { webUrl } from '../map/text';
import type { ActionsReader } from './ActionsReader';
import { readSteps } from './readSteps';
import type { RunHandle } from './RunHandle';
import { attemptOf, hasEnded, type RunNode } from './schemas';

/** What a run waits for before its first job, by GitHub's word. */
const QUEUES: Readonly<Record<string, string>> = {
  queued: 'it waits for a runner',
  pending: 'it waits for another run of its concurrency group',
  requested: 'GitHub has not taken it up yet',
};

/**
 * An attempt of a run; undefined where GitHub does not show it yet.
 *
 * @throws SourceFailure
 */
export async function readAttempt(
  reader: ActionsReader,
  { name, id, attempt }: RunHandle,
): Promise<RunNode | undefined> {
  const { run } = await reader.run(name, id);
  if (attemptOf(run) < attempt) {
    return undefined;
  }
  return attemptOf(run) === attempt ? run : reader.attempt(name, id, attempt);
}

/**
 * How far an attempt of a run has come, until its end.
 *
 * @throws SourceFailure
 */
export async function followRun(
  reader: ActionsReader,
  handle: RunHandle,
): Promise<OperationProgress> {
  const run = await readAttempt(reader, handle);
  if (!run) {
    return { state: 'waiting', message: 'GitHub does not show it yet' };
  }
  const { name, id, attempt } = handle;
  const steps = readSteps(await reader.jobs(name, id, attempt));
  const url = webUrl(run.html_url);
  const shared = { steps, ...(url ? { url } : {}) };
  return hasEnded(run)
    ? { ...shared, ...endOf(run, steps) }
    : { ...shared, ...(await wayOf(reader, handle, run)) };
}

type Judgement = Pick<OperationProgress, 'state' | 'message'>;

function endOf(run: RunNode, steps: readonly OperationStep[]): Judgement {
  const { status, raw, reason } = runStatus(run.status, run.conclusion);
  switch (status) {
    case 'succeeded':
      return { state: 'succeeded' };
    case 'waiting':
      return {
        state: 'waiting',
        message: 'it waits for an approval at GitHub',
      };
    case 'failed':
      return {
        state: 'failed',
        message: `it ended as ${raw}${failedOf(steps)}`,
      };
    case 'cancelled':
      return { state: 'failed', message: `it ended as ${raw}` };
    case 'skipped':
      return { state: 'failed', message: 'none of its jobs was to run' };
    default:
      return {
        state: 'unknown',
        message: reason ?? `it ended as ${raw}`,
      };
  }
}

async function wayOf(
  reader: ActionsReader,
  { name, id }: RunHandle,
  run: RunNode,
): Promise<Judgement> {
  const { status, raw = '', reason } = runStatus(run.status, undefined);
  if (status === 'waiting') {
    const environments = await reader.waitsFor(name, id);
    return {
      state: 'waiting',
      message:
        environments.length > 0
          ? `it waits for what the rules of ${environments
              .map(each => `'${cleanMessage(each, 100)}'`)
              .join(', ')} ask for at GitHub`
          : 'it waits for what the rules of an environment ask for at GitHub',
    };
  }
  return status === 'queued'
    ? { state: 'waiting', message: QUEUES[raw] ?? raw }
    : { state: 'running', ...(reason ? { message: reason } : {}) };
}

/** As many names of jobs as fit into a line. */
function failedOf(steps: readonly OperationStep[]): string {
  const names = steps
    .filter(({ state }) => state === 'failed')
    .map(({ name }) => name);
  return names.length > 0 ? `: ${cleanMessage(names.join(', '), 200)}` : '';
}
