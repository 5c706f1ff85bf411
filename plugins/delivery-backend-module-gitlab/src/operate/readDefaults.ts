import { z } from 'zod';
import type { ProjectCall } from '../api/ProjectCall';

const Project = z.object({
  path_with_namespace: z.string().min(1),
  default_branch: z.string().min(1),
});

/** What a form needs to know of a project: its path with all groups, and its default branch. */
export async function readDefaults(
  call: ProjectCall,
): Promise<{ path: string; defaultBranch: string }> {
  const { json } = await call.send({ asked: 'look a project up', path: [] });
  const { data } = Project.safeParse(json);
  if (!data) {
    throw call.misshapen('The default branch');
  }
  return { path: data.path_with_namespace, defaultBranch: data.default_branch };
}
