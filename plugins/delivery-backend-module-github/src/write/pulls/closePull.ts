import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';

const Pull = z.object({
  state: z.string(),
  head: z.object({
    ref: z.string(),
    repo: z.object({ full_name: z.string() }).nullish(),
  }),
  base: z.object({
    ref: z.string(),
    repo: z.object({ full_name: z.string(), default_branch: z.string() }),
  }),
});

/**
 * Gives a pull request up: says why, closes it and removes its branch, which its page offers to restore. One that is
 * closed already is left as it is.
 *
 * @throws SourceFailure
 */
export async function closePull(
  client: WriteClient,
  name: RepositoryName,
  { number, comment }: { number: number; comment: string },
  context: OperateContext,
): Promise<void> {
  const pull = ['pulls', String(number)];
  const permission = 'pull_requests: write';
  const { json } = await client.call(
    name,
    { asked: 'look at a pull request', path: pull, permission },
    context,
  );
  const { data } = Pull.safeParse(json);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      `Pull request ${number} of ${name.identity} was told in another shape`,
    );
  }
  if (data.state !== 'open') {
    return;
  }
  await client.call(
    name,
    {
      asked: 'comment on a pull request',
      method: 'POST',
      path: ['issues', String(number), 'comments'],
      body: { body: comment },
      permission,
    },
    context,
  );
  await client.call(
    name,
    {
      asked: 'close a pull request',
      method: 'PATCH',
      path: pull,
      body: { state: 'closed' },
      permission,
    },
    context,
  );
  const { head, base } = data;
  const isOwn =
    head.repo?.full_name === base.repo.full_name &&
    head.ref !== base.ref &&
    head.ref !== base.repo.default_branch;
  if (isOwn) {
    await client.call(
      name,
      {
        asked: 'remove a branch',
        method: 'DELETE',
        path: ['git', 'refs', 'heads', ...head.ref.split('/')],
        permission: 'contents: write',
        // It is gone already.
        accept: [404, 422],
      },
      context,
    );
  }
}
