import {
  SourceFailure,
  type PullRequestRequest,
  type WriteConflict,
} from '@throughline/plugin-delivery-node';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { makeOperations, postCommit } from '../commits/postCommit';
import { readMessage } from '../commits/readCommit';
import { noSuchBranch, readHead } from '../commits/readHead';

/**
 * The head of the operation's branch, which has one commit on top of the parent. The branch is made at the parent
 * first, whatever the base does meanwhile; one that is there and has no commit yet is where an earlier attempt ended.
 *
 * @throws SourceFailure
 */
export async function ownBranch(
  call: RepositoryCall,
  request: PullRequestRequest,
): Promise<string | WriteConflict> {
  const { base, branch, parent } = request;
  let head = await readHead(call, branch);
  if (head === undefined) {
    const baseHead = await readHead(call, base);
    if (baseHead === undefined) {
      throw noSuchBranch(call, base);
    }
    if (baseHead !== parent) {
      return { type: 'conflict', head: baseHead };
    }
    const files = await makeOperations(call, request);
    const refused = await makeBranch(call, branch, parent);
    head = await readHead(call, branch);
    if (head === undefined) {
      throw notMade(call, branch, refused);
    }
    if (head === parent) {
      return commitTo(call, request, files);
    }
  }
  if (head === parent) {
    return commitTo(call, request, await makeOperations(call, request));
  }
  return (await isOwn(call, head, request)) ? head : { type: 'conflict', head };
}

/** Whether a commit is the one that the operation makes: its message has the operation's trailers. */
export async function isOwn(
  call: RepositoryCall,
  sha: string,
  { message }: PullRequestRequest,
): Promise<boolean> {
  return (await readMessage(call, sha))?.trim() === message.trim();
}

async function commitTo(
  call: RepositoryCall,
  request: PullRequestRequest,
  files: Awaited<ReturnType<typeof makeOperations>>,
): Promise<string> {
  const made = await postCommit(call, request, files);
  if ('sha' in made) {
    return made.sha;
  }
  throw notMade(call, request.branch, made.refused);
}

/** @returns Gitea's own words where it refuses it: that the branch is there, too */
async function makeBranch(
  call: RepositoryCall,
  branch: string,
  at: string,
): Promise<string> {
  const { message } = await call.send({
    asked: 'make a branch',
    method: 'POST',
    path: ['branches'],
    body: { new_branch_name: branch, old_ref_name: at },
    accept: [409, 422],
  });
  return message;
}

function notMade(
  call: RepositoryCall,
  branch: string,
  message: string,
): SourceFailure {
  return new SourceFailure(
    'permission',
    `${call.name} does not let the branch '${branch.slice(0, 100)}' be made${
      message ? ` (${message})` : ''
    }`,
  );
}
