import {
  SourceFailure,
  type CommitRequest,
  type WriteConflict,
} from '@throughline/plugin-delivery-node';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { makeOperations, postCommit } from './postCommit';
import { noSuchBranch, readHead } from './readHead';

/**
 * Writes one commit to a branch that is at its parent. Gitea cannot compare the branch, only the content of each file
 * that is changed: what somebody else writes to other files in the moment between is kept, below this commit.
 *
 * @throws SourceFailure
 */
export async function writeCommit(
  call: RepositoryCall,
  request: CommitRequest,
): Promise<{ type: 'written'; sha: string; url?: string } | WriteConflict> {
  const { branch, parent } = request;
  const headNow = async () => {
    const head = await readHead(call, branch);
    if (!head) {
      throw noSuchBranch(call, branch);
    }
    return head;
  };
  let head = await headNow();
  if (head === parent) {
    const files = await makeOperations(call, request);
    head = await headNow();
    if (head === parent) {
      const made = await postCommit(call, request, files);
      if ('sha' in made) {
        return { type: 'written', ...made };
      }
      head = await headNow();
      if (head === parent) {
        throw refused(call, branch, made.refused);
      }
    }
  }
  return { type: 'conflict', head };
}

function refused(
  call: RepositoryCall,
  branch: string,
  message: string,
): SourceFailure {
  return new SourceFailure(
    'permission',
    `${call.name} does not let '${branch.slice(0, 100)}' be written to${
      message ? ` (${message})` : ''
    }: let the token's user push to it, or write by pull request`,
  );
}
