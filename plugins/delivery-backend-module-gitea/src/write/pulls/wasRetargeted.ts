import { z } from 'zod';
import { pages } from '../../api/pages';
import type { RepositoryCall } from '../../api/RepositoryCall';

const PAGES = 4;

const Event = z.object({ type: z.string().nullish() });

/**
 * Whether somebody has changed the branch that a pull request is for; merged there, it changes nothing where it was
 * meant to. Not known where its timeline may not be read.
 *
 * @throws SourceFailure
 */
export async function wasRetargeted(
  call: RepositoryCall,
  number: number,
): Promise<boolean> {
  const timeline = {
    asked: 'look at the timeline of a pull request',
    path: ['issues', String(number), 'timeline'],
    scope: 'write:issue',
  } as const;
  const { status } = await call.send({
    ...timeline,
    query: { limit: 1 },
    accept: [403, 404],
  });
  if (status >= 400) {
    return false;
  }
  for await (const { items } of pages(call, timeline, PAGES)) {
    if (
      items.some(
        node => Event.safeParse(node).data?.type === 'change_target_branch',
      )
    ) {
      return true;
    }
  }
  return false;
}
