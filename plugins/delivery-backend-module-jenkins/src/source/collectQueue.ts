import { z } from 'zod';
import {
  readItems,
  SourceFailure,
  tellItems,
  tellMalformed,
  type Observation,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';
import { QUEUE_TREE } from '../api/trees';
import { readQueueItem, type QueuedBuild } from '../map/readQueueItem';

const QUEUE = 'queue';
const Queue = z.object({ items: z.array(z.unknown()) });

/** What waits to be built. */
export interface QueueReading {
  builds: QueuedBuild[];
  malformed: ReadResult<unknown>[];
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
    builds: readItems(results),
    malformed: results.filter(({ type }) => type === 'malformed'),
  };
}

/** Tells what waits, whole, each time: it is little, and what is gone from it runs or was cancelled. */
export function* tellQueue(
  { builds, malformed }: QueueReading,
  isOfInterest: (build: QueuedBuild) => boolean,
): Generator<Observation> {
  yield { type: 'listing', scope: QUEUE };
  const items = builds.filter(isOfInterest).map(({ run }) => run);
  yield* tellItems(QUEUE, items);
  yield* tellMalformed(QUEUE, malformed);
  yield { type: 'listed', scope: QUEUE };
}
