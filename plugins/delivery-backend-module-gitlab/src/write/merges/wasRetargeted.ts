import { z } from 'zod';
import type { ProjectCall } from '../../api/ProjectCall';

const Notes = z.array(
  z.object({ system: z.boolean().nullish(), body: z.string().nullish() }),
);

const RETARGETED = /^changed target branch from /;

/**
 * Whether somebody has changed the branch that a merge request is for; merged there, it changes nothing where it was
 * meant to. GitLab notes it among the comments, of which the newest hundred are looked through.
 *
 * @throws SourceFailure
 */
export async function wasRetargeted(
  call: ProjectCall,
  number: number,
): Promise<boolean> {
  const { json } = await call.send({
    asked: 'look at the notes of a merge request',
    path: ['merge_requests', String(number), 'notes'],
    query: { order_by: 'created_at', sort: 'desc', per_page: 100 },
    accept: [403, 404],
  });
  const { data = [] } = Notes.safeParse(json);
  return data.some(
    ({ system, body }) => system === true && RETARGETED.test(body ?? ''),
  );
}
