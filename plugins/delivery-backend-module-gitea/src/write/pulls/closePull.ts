import { defaultBranch } from '../../api/defaultBranch';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { isOfBranch, PullSchema } from './PullSchema';

/**
 * Gives a pull request up: says why, closes it and removes its branch. One that is closed already is left as it is.
 *
 * @throws SourceFailure
 */
export async function closePull(
  call: RepositoryCall,
  { number, comment }: { number: number; comment: string },
): Promise<void> {
  const path = ['pulls', String(number)];
  const { json } = await call.send({ asked: 'look at a pull request', path });
  const { data } = PullSchema.safeParse(json);
  if (!data) {
    throw call.misshapen(`Pull request ${number}`);
  }
  if (data.state !== 'open') {
    return;
  }
  await call.send({
    asked: 'comment on a pull request',
    method: 'POST',
    path: ['issues', String(number), 'comments'],
    body: { body: comment },
    scope: 'write:issue',
  });
  await call.send({
    asked: 'close a pull request',
    method: 'PATCH',
    path,
    body: { state: 'closed' },
  });
  const branch = data.head.ref;
  if (
    branch &&
    isOfBranch(data, branch) &&
    branch !== data.base.ref &&
    branch !== (await defaultBranch(call))
  ) {
    await call.send({
      asked: 'remove a branch',
      method: 'DELETE',
      path: ['branches', ...branch.split('/')],
      // It is gone already.
      accept: [404],
    });
  }
}
