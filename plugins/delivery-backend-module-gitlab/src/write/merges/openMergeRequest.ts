import {
  SourceFailure,
  type PullRequestRequest,
  type PullRequestState,
  type WriteConflict,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { makeActions } from '../commits/makeActions';
import { postCommit } from '../commits/postCommit';
import { noSuchBranch, readHead } from '../commits/readHead';
import type { ProjectCall } from '../../api/ProjectCall';
import { getMergeRequest } from './getMergeRequest';
import { isOfProject, MergeRequestSchema } from './MergeRequestSchema';

const Numbered = z.object({ iid: z.number().int().min(1) });
const Commit = z.object({ message: z.string() });

/**
 * Opens a merge request, or gives the one that its branch already has: asked again after an answer was lost, it takes
 * up where the earlier attempt ended.
 *
 * @throws SourceFailure
 */
export async function openMergeRequest(
  call: ProjectCall,
  request: PullRequestRequest,
): Promise<PullRequestState | WriteConflict> {
  const earlier = await findMergeRequest(call, request);
  if (earlier !== undefined) {
    const head = await readHead(call, request.branch);
    const isFine = head === undefined || (await isOwn(call, head, request));
    return getMergeRequest(call, {
      number: earlier,
      // A branch that is gone leaves nothing to compare with.
      headSha: isFine ? head : request.parent,
      base: request.base,
    });
  }
  const branch = await ownBranch(call, request);
  if (typeof branch !== 'string') {
    return branch;
  }
  const number =
    (await post(call, request)) ?? (await findMergeRequest(call, request));
  if (number === undefined) {
    throw new SourceFailure(
      'protocol',
      `${call.name} says that '${request.branch}' has a merge request, and shows none`,
    );
  }
  return getMergeRequest(call, {
    number,
    headSha: branch,
    base: request.base,
  });
}

/** The head of the operation's branch, made where it is not there: at the parent, whatever the base does meanwhile. */
async function ownBranch(
  call: ProjectCall,
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
    const actions = await makeActions(call, request, { compare: false });
    const made = await postCommit(call, {
      ...request,
      actions,
      startSha: parent,
    });
    if ('sha' in made) {
      return made.sha;
    }
    head = await readHead(call, branch);
    if (head === undefined) {
      throw new SourceFailure(
        'permission',
        `${call.name} does not let the branch '${branch.slice(
          0,
          100,
        )}' be made${made.refused ? ` (${made.refused})` : ''}`,
      );
    }
  }
  return (await isOwn(call, head, request)) ? head : { type: 'conflict', head };
}

/** Whether a commit is the one that the operation makes: its message has the operation's trailers. */
async function isOwn(
  call: ProjectCall,
  sha: string,
  { message }: PullRequestRequest,
): Promise<boolean> {
  const { json } = await call.send({
    asked: 'read a commit',
    path: ['repository', 'commits', sha],
  });
  return Commit.safeParse(json).data?.message.trim() === message.trim();
}

/** @returns its number; undefined where the branch has one already */
async function post(
  call: ProjectCall,
  { title, body, base, branch }: PullRequestRequest,
): Promise<number | undefined> {
  const { status, json, message } = await call.send({
    asked: 'open a merge request',
    method: 'POST',
    path: ['merge_requests'],
    body: {
      title,
      description: body,
      source_branch: branch,
      target_branch: base,
      remove_source_branch: true,
    },
    accept: [400, 409, 422],
  });
  if (status === 409) {
    return undefined;
  }
  if (status >= 400) {
    throw new SourceFailure(
      'protocol',
      `${call.name} does not take the merge request${
        message ? ` (${message})` : ''
      }`,
    );
  }
  // One that was opened and cannot be read is found by its branch.
  return Numbered.safeParse(json).data?.iid;
}

/** The newest merge request of the branch, whatever became of it, and whichever branch it is for by now. */
async function findMergeRequest(
  call: ProjectCall,
  { branch }: PullRequestRequest,
): Promise<number | undefined> {
  const { json } = await call.send({
    asked: 'look for a merge request',
    path: ['merge_requests'],
    query: {
      source_branch: branch,
      state: 'all',
      order_by: 'created_at',
      sort: 'desc',
    },
  });
  const { data } = z.array(MergeRequestSchema).safeParse(json);
  if (!data) {
    throw call.misshapen('The merge requests');
  }
  return data.find(isOfProject)?.iid;
}
