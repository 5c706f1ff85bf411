import { z } from 'zod';
import type { OperationHandle } from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { QueueItemSchema, readActions, type Actions } from '../api/schemas';
import { ALL_BUILDS, MAX_QUEUE, QUEUE_TREE, STARTED_TREE } from '../api/trees';
import { fullNameOf } from '../map/fullNameOf';
import { handleOf } from './BuildHandle';
import { whereThere } from './whereThere';

const Build = z.object({
  number: z.number().int().min(1),
  queueId: z.number().int(),
  timestamp: z.number(),
  duration: z.number().nullish(),
  building: z.boolean(),
  actions: z.array(z.unknown()).nullish(),
});
const Builds = z.object({ builds: z.array(z.unknown()) });
const Queue = z.object({ items: z.array(z.unknown()) });

/** A build, or an item of the queue. */
export interface Started {
  handle: OperationHandle;
  actions: Actions;
  /** Milliseconds since 1970, by Jenkins' clock. */
  from: number;
  /** Infinity where it waits or runs. */
  to: number;
}

/** What was asked of a job lately. */
export interface StartedList {
  started: Started[];
  /** Whether nothing that began at a moment, or after it, can be missing. */
  reachesBackTo(moment: number): boolean;
}

/**
 * Reads what waits to be built of a job, and its newest builds. The queue comes first: what leaves it meanwhile is seen
 * as a build then.
 *
 * @throws SourceFailure
 */
export async function readStarted(
  client: JenkinsClient,
  job: string,
): Promise<StartedList> {
  const queue = await whereThere('queue', () => client.queue(QUEUE_TREE));
  const answer = await whereThere(job, () => client.item(job, STARTED_TREE));
  const items = Queue.safeParse(queue).data?.items;
  const builds = Builds.safeParse(answer).data?.builds;
  const built = builds?.map(node => readBuild(node, job)) ?? [undefined];
  const waiting = items?.flatMap(node => readItem(node, job)) ?? [undefined];
  const seen = [...built, ...waiting];
  const oldest = Math.min(...built.map(one => one?.from ?? Infinity));
  const isWhole = !seen.includes(undefined) && (items?.length ?? 0) < MAX_QUEUE;
  return {
    started: seen.flatMap(one => one ?? []),
    reachesBackTo: moment =>
      isWhole && (built.length < ALL_BUILDS || oldest < moment),
  };
}

function readBuild(node: unknown, job: string): Started | undefined {
  const { data } = Build.safeParse(node);
  return (
    data && {
      handle: handleOf({
        job,
        item: String(data.queueId),
        number: data.number,
      }),
      actions: readActions(data.actions),
      from: data.timestamp,
      to: data.building ? Infinity : data.timestamp + (data.duration ?? 0),
    }
  );
}

/** Nothing for what is another job's; undefined for what cannot be read. */
function readItem(node: unknown, job: string): (Started | undefined)[] {
  const { data } = QueueItemSchema.safeParse(node);
  if (!data) {
    return [undefined];
  }
  return fullNameOf(data.task) === job && !data.cancelled
    ? [
        {
          handle: handleOf({ job, item: String(data.id) }),
          actions: readActions(data.actions),
          from: data.inQueueSince,
          to: Infinity,
        },
      ]
    : [];
}
