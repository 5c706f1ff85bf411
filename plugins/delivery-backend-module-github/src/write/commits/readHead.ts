import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';

const Ref = z.object({
  ref: z.string(),
  object: z.object({ sha: z.string().regex(/^[0-9a-f]{40}/) }),
});

/**
 * Where a branch is; undefined where there is none.
 *
 * @throws SourceFailure
 */
export async function readHead(
  client: WriteClient,
  name: RepositoryName,
  branch: string,
  context: OperateContext,
): Promise<string | undefined> {
  const { status, json } = await client.call(
    name,
    {
      asked: 'look a branch up',
      path: ['git', 'ref', 'heads', ...branch.split('/')],
      permission: 'contents: write',
      accept: [404],
    },
    context,
  );
  if (status === 404) {
    return undefined;
  }
  const { data } = Ref.safeParse(json);
  if (data?.ref !== `refs/heads/${branch}`) {
    throw new SourceFailure(
      'protocol',
      `The branch ${branch.slice(0, 100)} of ${
        name.identity
      } was told in another shape`,
    );
  }
  return data.object.sha;
}

/** A branch that is needed and is not there. */
export function noSuchBranch(
  name: RepositoryName,
  branch: string,
): SourceFailure {
  return new SourceFailure(
    'configuration',
    `${name.identity} has no branch '${branch.slice(0, 100)}'`,
  );
}
