import type { KubernetesClient } from '@throughline/plugin-delivery-kubernetes-node';
import type {
  OperationHandle,
  OperationProgress,
} from '@throughline/plugin-delivery-node';
import type { RunLink } from '../objects/buildRunFacts';
import { judgeRun } from '../map/judgeRun';
import { readLiveRun } from './LiveRun';
import { addressOf } from './runAddress';

/** What a run's status is to who has started it. */
const STATES = {
  queued: 'running',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'failed',
  unknown: 'unknown',
} as const;

/** How far a run has come that was asked for. */
export async function followRun(
  client: KubernetesClient,
  handle: OperationHandle,
  link: RunLink,
  signal: AbortSignal,
): Promise<OperationProgress> {
  const { status, url } = await judgeLive(client, handle, link, signal);
  const message = status.reason ?? status.raw;
  return {
    state: STATES[status.status],
    ...(message && status.status !== 'succeeded' ? { message } : {}),
    ...(url ? { url } : {}),
  };
}

/** How a run stands that was asked to end: it has ended well where it ended by that. */
export async function followEnd(
  client: KubernetesClient,
  handle: OperationHandle,
  link: RunLink,
  signal: AbortSignal,
): Promise<OperationProgress> {
  const { status, url } = await judgeLive(client, handle, link, signal);
  const shared = url ? { url } : {};
  switch (status.status) {
    case 'cancelled':
      return { ...shared, state: 'succeeded' };
    case 'queued':
    case 'running':
    case 'waiting':
      return { ...shared, state: 'running' };
    case 'unknown':
      return { ...shared, state: 'unknown', message: status.reason };
    default:
      return {
        ...shared,
        state: 'failed',
        message: `the run was not stopped: it ended as ${status.raw}`,
      };
  }
}

async function judgeLive(
  client: KubernetesClient,
  handle: OperationHandle,
  link: RunLink,
  signal: AbortSignal,
) {
  const address = addressOf(handle);
  const { spec, status } = await readLiveRun(client, address, signal);
  return {
    status: judgeRun({ conditions: status?.conditions, asked: spec.status }),
    url: link(
      address.kind === 'TaskRun' ? 'taskruns' : 'pipelineruns',
      address,
    ),
  };
}
