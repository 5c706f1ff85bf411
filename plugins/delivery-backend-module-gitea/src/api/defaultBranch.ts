import { z } from 'zod';
import type { RepositoryCall } from './RepositoryCall';

const Repository = z.object({ default_branch: z.string().nullish() });

/**
 * The default branch; undefined where there is none.
 *
 * @throws SourceFailure
 */
export async function defaultBranch(
  call: RepositoryCall,
): Promise<string | undefined> {
  const { json } = await call.send({
    asked: 'look a repository up',
    path: [],
    scope: 'read:repository',
  });
  return Repository.safeParse(json).data?.default_branch || undefined;
}
