import {
  SourceFailure,
  type PullRequestRequest,
  type PullRequestState,
  type WriteConflict,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { pages } from '../../api/pages';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { readHead } from '../commits/readHead';
import { getPull } from './getPull';
import { isOwn, ownBranch } from './ownBranch';
import { isOfBranch, PullSchema } from './PullSchema';

/** An operation's pull request is among those that changed last. */
const PAGES = 4;

const Numbered = z.object({ number: z.number().int().min(1) });

/**
 * Opens a pull request, or gives the one that its branch already has: asked again after an answer was lost, it takes up
 * where the earlier attempt ended.
 *
 * @throws SourceFailure
 */
export async function openPull(
  call: RepositoryCall,
  request: PullRequestRequest,
): Promise<PullRequestState | WriteConflict> {
  const earlier = await findPull(call, request);
  if (earlier !== undefined) {
    const head = await readHead(call, request.branch);
    const isFine = head === undefined || (await isOwn(call, head, request));
    return getPull(call, {
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
  const number = (await post(call, request)) ?? (await findPull(call, request));
  if (number === undefined) {
    throw new SourceFailure(
      'protocol',
      `${call.name} says that '${request.branch}' has a pull request, and shows none`,
    );
  }
  return getPull(call, { number, headSha: branch, base: request.base });
}

/** @returns its number; undefined where the branch has one already */
async function post(
  call: RepositoryCall,
  { title, body, base, branch }: PullRequestRequest,
): Promise<number | undefined> {
  const { status, json, message } = await call.send({
    asked: 'open a pull request',
    method: 'POST',
    path: ['pulls'],
    body: { title, body, base, head: branch },
    accept: [409, 422],
  });
  if (status === 422) {
    throw new SourceFailure(
      'protocol',
      `${call.name} does not take the pull request${
        message ? ` (${message})` : ''
      }`,
    );
  }
  // One that was opened and cannot be read is found by its branch.
  return status === 409 ? undefined : Numbered.safeParse(json).data?.number;
}

/** The newest pull request of the branch, whatever became of it, and whichever branch it is for by now. */
async function findPull(
  call: RepositoryCall,
  { branch }: PullRequestRequest,
): Promise<number | undefined> {
  const list = pages(
    call,
    {
      asked: 'look for a pull request',
      path: ['pulls'],
      query: { state: 'all', sort: 'recentupdate' },
    },
    PAGES,
  );
  const found: number[] = [];
  for await (const { items } of list) {
    const { data } = z.array(PullSchema).safeParse(items);
    if (!data) {
      throw call.misshapen('The pull requests');
    }
    found.push(
      ...data
        .filter(pull => isOfBranch(pull, branch))
        .map(({ number }) => number),
    );
    if (found.length > 0) {
      return Math.max(...found);
    }
  }
  return undefined;
}
