import { z } from 'zod';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';

const leftItem = z.object({
  why: z.string().nullish(),
  cancelled: z.boolean().nullish(),
  executable: z.object({ number: z.number().int().min(1) }).nullish(),
});

/** An item that is, or was a short while ago, in the queue. */
export type LeftItem = z.infer<typeof leftItem>;

/**
 * Reads an item of the queue.
 *
 * @returns undefined where Jenkins does not know it any more
 * @throws SourceFailure
 */
export async function readItem(
  client: JenkinsClient,
  id: string,
): Promise<LeftItem | undefined> {
  let answer: unknown;
  try {
    answer = await client.queueItem(id);
  } catch (error) {
    if (error instanceof NotThere) {
      return undefined;
    }
    throw error;
  }
  const { data } = leftItem.safeParse(answer);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      `The item ${cleanMessage(id, 40)} of the queue cannot be read`,
    );
  }
  return data;
}
