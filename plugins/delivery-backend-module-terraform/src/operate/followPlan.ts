import {
  urlSegment,
  type OperationHandle,
  type OperationProgress,
} from '@throughline/plugin-delivery-node';
import type { HcpClient } from '../hcp/HcpClient';
import type { Included } from '../hcp/Included';
import { statusOf } from '../hcp/judgeWorkspace';
import { RunPlan, type RunObject } from '../hcp/schemas';
import { readRun } from './readRun';

/** How far a plan has come. */
export async function followPlan(
  client: HcpClient,
  { run: id, workspace }: OperationHandle,
  organizationUrl: string,
  signal: AbortSignal,
): Promise<OperationProgress> {
  const { run, included } = await readRun(client, id, signal);
  return {
    ...judgePlan(run, included),
    url: `${organizationUrl}/workspaces/${urlSegment(
      workspace,
    )}/runs/${urlSegment(id)}`,
  };
}

function judgePlan(run: RunObject, included: Included): OperationProgress {
  const { status, raw, reason } = statusOf(run);
  const message = reason ?? raw;
  switch (status) {
    case 'queued':
    case 'running':
      return { state: 'running', message };
    case 'waiting':
      return run.attributes['plan-only'] === true
        ? { state: 'waiting', message }
        : {
            state: 'failed',
            message:
              'the server made a run of it that can be applied, and waits: discard it there. Plans alone take a newer version of it.',
          };
    case 'succeeded':
      return raw === 'applied'
        ? { state: 'failed', message: 'it was applied by somebody' }
        : { state: 'succeeded', message: outcomeOf(run, included) };
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return { state: 'failed', message: `the plan ended as ${raw}` };
    default:
      return { state: 'unknown', message: `${message} (${raw})` };
  }
}

/** Counts only: what would change may hold secrets. */
function outcomeOf(run: RunObject, included: Included): string {
  const plan = included.find(RunPlan, run.relationships?.plan)?.attributes;
  const [add, change, destroy] = [
    plan?.['resource-additions'],
    plan?.['resource-changes'],
    plan?.['resource-destructions'],
  ];
  return [add, change, destroy].some(count => typeof count !== 'number')
    ? 'planned; how much would change was not told'
    : `would add ${add}, change ${change} and destroy ${destroy}`;
}
