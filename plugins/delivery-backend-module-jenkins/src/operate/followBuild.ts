import { z } from 'zod';
import {
  cleanMessage,
  type OperationHandle,
  type OperationProgress,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { QUEUE_IDS_TREE } from '../api/trees';
import { readHandle } from './BuildHandle';
import { readBuildState } from './readBuildState';
import { readItem } from './readItem';
import { readSteps } from './readSteps';
import { whereThere } from './whereThere';

const Build = z.object({
  number: z.number().int().min(1),
  queueId: z.number().int(),
});
const Builds = z.object({ builds: z.array(z.unknown()) });

/**
 * How far a build has come that was asked for: from the queue to its end.
 *
 * @throws SourceFailure
 */
export async function followBuild(
  client: JenkinsClient,
  handle: OperationHandle,
): Promise<OperationProgress> {
  const { job, item = '', number } = readHandle(handle);
  const found = number ?? (await numberOf(client, job, item));
  if (typeof found !== 'number') {
    return found;
  }
  const { run, operation, ended, url } = await readBuildState(
    client,
    job,
    found,
  );
  const stages = await readSteps(client, job, found);
  const shared = {
    ...(url ? { url } : {}),
    ...(stages ? { steps: stages.steps } : {}),
  };
  if (!ended) {
    return stages?.waitsFor === undefined
      ? { ...shared, state: 'running' }
      : { ...shared, state: 'waiting', message: stages.waitsFor };
  }
  return operation === 'succeeded'
    ? { ...shared, state: operation }
    : {
        ...shared,
        state: operation,
        message: run.reason ?? `the build ended as ${run.raw}`,
      };
}

/** The number of the build that an item of the queue became, or how it fares until then. */
async function numberOf(
  client: JenkinsClient,
  job: string,
  id: string,
): Promise<number | OperationProgress> {
  const item = await readItem(client, id);
  if (!item) {
    return numberOfForgotten(client, job, id);
  }
  if (item.cancelled) {
    return { state: 'failed', message: 'it was taken out of the queue' };
  }
  const why = cleanMessage(item.why ?? '', 200);
  return (
    item.executable?.number ?? {
      state: 'waiting',
      message: why || 'it is in the queue',
    }
  );
}

/** Jenkins forgets an item five minutes after it left the queue; the build keeps its number. */
async function numberOfForgotten(
  client: JenkinsClient,
  job: string,
  id: string,
): Promise<number | OperationProgress> {
  const answer = await whereThere(job, () => client.item(job, QUEUE_IDS_TREE));
  for (const node of Builds.safeParse(answer).data?.builds ?? []) {
    const { data } = Build.safeParse(node);
    if (data && String(data.queueId) === id) {
      return data.number;
    }
  }
  return {
    state: 'unknown',
    message: `Jenkins has forgotten the item ${cleanMessage(
      id,
      40,
    )} of its queue, and none of the newest builds was it`,
  };
}
