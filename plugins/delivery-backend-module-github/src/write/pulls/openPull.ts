import {
  SourceFailure,
  type OperateContext,
  type PullRequestRequest,
  type PullRequestState,
  type WriteConflict,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import { makeCommit } from '../commits/makeCommit';
import { noSuchBranch, readHead } from '../commits/readHead';
import type { WriteClient } from '../../api/WriteClient';
import { getPull } from './getPull';

const Numbered = z.object({ number: z.number().int() });
const GitCommit = z.object({ message: z.string() });

/**
 * Opens a pull request, or gives the one that its branch already has: asked again after an answer was lost, it takes up
 * where the earlier attempt ended.
 *
 * @throws SourceFailure
 */
export async function openPull(
  client: WriteClient,
  name: RepositoryName,
  request: PullRequestRequest,
  context: OperateContext,
): Promise<PullRequestState | WriteConflict> {
  const earlier = await findPull(client, name, request, context);
  if (earlier !== undefined) {
    const head = await readHead(client, name, request.branch, context);
    const isFine =
      head === undefined || (await isOwn(client, name, head, request, context));
    return getPull(
      client,
      name,
      {
        number: earlier,
        // A branch that is gone leaves nothing to compare with.
        headSha: isFine ? head : request.parent,
        base: request.base,
      },
      context,
    );
  }
  const branch = await ownBranch(client, name, request, context);
  if (typeof branch !== 'string') {
    return branch;
  }
  const number =
    (await post(client, name, request, context)) ??
    (await findPull(client, name, request, context));
  if (number === undefined) {
    throw new SourceFailure(
      'protocol',
      `${name.identity} says that '${request.branch}' has a pull request, and shows none`,
    );
  }
  return getPull(
    client,
    name,
    { number, headSha: branch, base: request.base },
    context,
  );
}

/** The head of the operation's branch, made where it is not there. */
async function ownBranch(
  client: WriteClient,
  name: RepositoryName,
  request: PullRequestRequest,
  context: OperateContext,
): Promise<string | WriteConflict> {
  const { base, branch, parent } = request;
  let head = await readHead(client, name, branch, context);
  if (head === undefined) {
    const baseHead = await readHead(client, name, base, context);
    if (baseHead === undefined) {
      throw noSuchBranch(name, base);
    }
    if (baseHead !== parent) {
      return { type: 'conflict', head: baseHead };
    }
    const sha = await makeCommit(client, name, request, context);
    const { status, message } = await client.call(
      name,
      {
        asked: 'make a branch',
        method: 'POST',
        path: ['git', 'refs'],
        body: { ref: `refs/heads/${branch}`, sha },
        permission: 'contents: write',
        accept: [409, 422],
      },
      context,
    );
    if (status < 300) {
      return sha;
    }
    head = await readHead(client, name, branch, context);
    if (head === undefined) {
      throw new SourceFailure(
        'permission',
        `${name.identity} does not let the branch '${branch.slice(
          0,
          100,
        )}' be made${message ? ` (${message})` : ''}`,
      );
    }
  }
  return (await isOwn(client, name, head, request, context))
    ? head
    : { type: 'conflict', head };
}

/** Whether a commit is the one that the operation makes: its message has the operation's trailers. */
async function isOwn(
  client: WriteClient,
  name: RepositoryName,
  sha: string,
  { message }: PullRequestRequest,
  context: OperateContext,
): Promise<boolean> {
  const { json } = await client.call(
    name,
    {
      asked: 'read a commit',
      path: ['git', 'commits', sha],
      permission: 'contents: write',
    },
    context,
  );
  return GitCommit.safeParse(json).data?.message.trim() === message.trim();
}

/** @returns its number; undefined where the branch has one already */
async function post(
  client: WriteClient,
  name: RepositoryName,
  { title, body, base, branch }: PullRequestRequest,
  context: OperateContext,
): Promise<number | undefined> {
  const { status, json, message } = await client.call(
    name,
    {
      asked: 'open a pull request',
      method: 'POST',
      path: ['pulls'],
      body: { title, body, base, head: branch },
      permission: 'pull_requests: write',
      accept: [422],
    },
    context,
  );
  if (status === 422 && !/already exists/i.test(message)) {
    throw new SourceFailure(
      'protocol',
      `${name.identity} does not take the pull request${
        message ? ` (${message})` : ''
      }`,
    );
  }
  return status === 422 ? undefined : Numbered.parse(json).number;
}

/** The newest pull request of the branch, whatever became of it, and whichever branch it is for by now. */
async function findPull(
  client: WriteClient,
  name: RepositoryName,
  { branch }: PullRequestRequest,
  context: OperateContext,
): Promise<number | undefined> {
  const { json } = await client.call(
    name,
    {
      asked: 'look for a pull request',
      path: ['pulls'],
      query: { head: `${name.owner}:${branch}`, state: 'all' },
      permission: 'pull_requests: write',
    },
    context,
  );
  return z.array(Numbered).safeParse(json).data?.[0]?.number;
}
