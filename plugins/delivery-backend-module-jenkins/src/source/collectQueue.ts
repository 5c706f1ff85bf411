import { z } from 'zod';
import {
  SourceFailure,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';
import { QUEUE_TREE } from '../api/trees';
import { readQueueItem, type QueuedBuild } from '../map/readQueueItem';
import type { Malformed } from '../map/ReadResult';

const QUEUE = 'queue';
const Queue = z.object({ items: z.array(z.unknown()) });

/** What waits to be built. */
export interface QueueReading {
  builds: QueuedBuild[];
  malformed: Malformed[];
}

/**
 * Reads the queue. It is the first thing that is asked for: an item that leaves it meanwhile is seen as a build then,
 * and not lost between the two.
 *
 * @throws SourceFailure
 */
export async function readQueue(client: JenkinsClient): Promise<QueueReading> {
  let answer: unknown;
  try {
    answer = await client.queue(QUEUE_TREE);
  } catch (error) {
    throw error instanceof NotThere
      ? new SourceFailure(
          'protocol',
          'There is no Jenkins at this address (its queue answers 404): is the base URL whole, with its context path?',
        )
      : error;
  }
  const { data } = Queue.safeParse(answer);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      'The answer is not a queue of Jenkins: is the base URL that of Jenkins?',
    );
  }
  const results = data.items.flatMap(node => readQueueItem(node) ?? []);
  return {
    builds: results.flatMap(one => (one.type === 'item' ? [one.item] : [])),
    malformed: results.flatMap(one => (one.type === 'malformed' ? [one] : [])),
  };
}

/** Tells what waits, whole, each time: it is little, and what is gone from it runs or was cancelled. */
export function* tellQueue(
  { builds, malformed }: QueueReading,
  isOfInterest: (build: QueuedBuild) => boolean,
): Generator<Observation> {
  yield { type: 'listing', scope: QUEUE };
  const items = builds.filter(isOfInterest).map(({ run }) => run);
  for (let from = 0; from < items.length; from += 200) {
    yield {
      type: 'observed',
      scope: QUEUE,
      items: items.slice(from, from + 200),
    };
  }
  for (const { kind, description, reason } of malformed) {
    const item = { kind, description };
    yield { type: 'malformed', scope: QUEUE, item, reason };
  }
  yield { type: 'listed', scope: QUEUE };
}
