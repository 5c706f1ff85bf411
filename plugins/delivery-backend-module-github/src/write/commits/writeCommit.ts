import {
  SourceFailure,
  type CommitRequest,
  type OperateContext,
  type WriteConflict,
} from '@throughline/plugin-delivery-node';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';
import { makeCommit } from './makeCommit';
import { noSuchBranch, readHead } from './readHead';

/**
 * Writes one commit to a branch that is at its parent.
 *
 * @throws SourceFailure
 */
export async function writeCommit(
  client: WriteClient,
  name: RepositoryName,
  request: CommitRequest,
  context: OperateContext,
): Promise<{ type: 'written'; sha: string } | WriteConflict> {
  const { branch, parent } = request;
  const headNow = async () => {
    const head = await readHead(client, name, branch, context);
    if (!head) {
      throw noSuchBranch(name, branch);
    }
    return head;
  };
  let head = await headNow();
  if (head === parent) {
    const sha = await makeCommit(client, name, request, context);
    // Asked again: a branch that was set back meanwhile would take the commit, and with it what was taken off it.
    head = await headNow();
    if (head === parent) {
      const { status, message } = await client.call(
        name,
        {
          asked: 'move the branch',
          method: 'PATCH',
          path: ['git', 'refs', 'heads', ...branch.split('/')],
          body: { sha, force: false },
          permission: 'contents: write',
          accept: [409, 422],
        },
        context,
      );
      if (status < 300) {
        return { type: 'written', sha };
      }
      head = await headNow();
      if (head === parent) {
        throw refusedByRule(name, branch, message);
      }
    }
  }
  return { type: 'conflict', head };
}

function refusedByRule(
  name: RepositoryName,
  branch: string,
  message: string,
): SourceFailure {
  return new SourceFailure(
    'permission',
    `${name.identity} does not let '${branch.slice(0, 100)}' be written to${
      message ? ` (${message})` : ''
    }: let the App or token bypass the rule that protects it, or write by pull request`,
  );
}
