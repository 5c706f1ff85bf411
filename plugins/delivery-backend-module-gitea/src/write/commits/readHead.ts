import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { sha } from '../../map/schemas';

const Branch = z.object({ name: z.string(), commit: z.object({ id: sha }) });

/**
 * Where a branch is; undefined where there is none.
 *
 * @throws SourceFailure
 */
export async function readHead(
  call: RepositoryCall,
  branch: string,
): Promise<string | undefined> {
  const { status, json } = await call.send({
    asked: 'look a branch up',
    path: ['branches', ...branch.split('/')],
    accept: [404],
  });
  if (status === 404) {
    return undefined;
  }
  const { data } = Branch.safeParse(json);
  if (data?.name !== branch) {
    throw call.misshapen(`The branch ${branch.slice(0, 100)}`);
  }
  return data.commit.id;
}

/** That there is no such branch. */
export function noSuchBranch(
  call: RepositoryCall,
  branch: string,
): SourceFailure {
  return new SourceFailure(
    'configuration',
    `${call.name} has no branch '${branch.slice(
      0,
      100,
    )}', or the token may not see it`,
  );
}
