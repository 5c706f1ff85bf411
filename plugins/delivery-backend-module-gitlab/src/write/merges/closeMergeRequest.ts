import { z } from 'zod';
import type { ProjectCall } from '../../api/ProjectCall';
import { isOfProject, MergeRequestSchema } from './MergeRequestSchema';

const Project = z.object({ default_branch: z.string().nullish() });

/**
 * Gives a merge request up: says why, closes it and removes its branch. One that is closed already is left as it is.
 *
 * @throws SourceFailure
 */
export async function closeMergeRequest(
  call: ProjectCall,
  { number, comment }: { number: number; comment: string },
): Promise<void> {
  const path = ['merge_requests', String(number)];
  const { json } = await call.send({ asked: 'look at a merge request', path });
  const { data } = MergeRequestSchema.safeParse(json);
  if (!data) {
    throw call.misshapen(`Merge request ${number}`);
  }
  if (data.state !== 'opened') {
    return;
  }
  await call.send({
    asked: 'comment on a merge request',
    method: 'POST',
    path: [...path, 'notes'],
    body: { body: comment },
  });
  await call.send({
    asked: 'close a merge request',
    method: 'PUT',
    path,
    body: { state_event: 'close' },
  });
  if (
    isOfProject(data) &&
    data.source_branch !== data.target_branch &&
    data.source_branch !== (await defaultBranch(call))
  ) {
    await call.send({
      asked: 'remove a branch',
      method: 'DELETE',
      path: ['repository', 'branches', data.source_branch],
      // It is gone already.
      accept: [404],
    });
  }
}

async function defaultBranch(call: ProjectCall): Promise<string | undefined> {
  const { json } = await call.send({ asked: 'look a project up', path: [] });
  return Project.safeParse(json).data?.default_branch ?? undefined;
}
