import {
  SourceFailure,
  webUrl,
  type CommitRequest,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { sha } from '../../map/schemas';
import type { ProjectCall } from '../../api/ProjectCall';
import type { FileAction } from './makeActions';

const Made = z.object({ id: sha, web_url: z.string().nullish() });

/**
 * Asks GitLab for a commit.
 *
 * @param request.startSha - the commit that a new branch is made at
 * @returns the commit, or GitLab's own words where it refuses it
 * @throws SourceFailure
 */
export async function postCommit(
  call: ProjectCall,
  request: Pick<CommitRequest, 'branch' | 'message' | 'author'> & {
    actions: readonly FileAction[];
    startSha?: string;
  },
): Promise<{ sha: string; url?: string } | { refused: string }> {
  const { branch, message, author, actions, startSha } = request;
  if (actions.length === 0) {
    throw new SourceFailure(
      'configuration',
      `Nothing of ${call.name} is to be changed: the files that are to be removed are not there`,
    );
  }
  const answer = await call.send({
    asked: 'write a commit',
    method: 'POST',
    path: ['repository', 'commits'],
    body: {
      branch,
      commit_message: message,
      actions,
      stats: false,
      ...(startSha ? { start_sha: startSha } : {}),
      ...(author
        ? { author_name: author.name, author_email: author.email }
        : {}),
    },
    accept: [400, 409],
  });
  if (answer.status >= 400) {
    return { refused: answer.message };
  }
  const { data } = Made.safeParse(answer.json);
  if (!data) {
    // It was made: to call it a failure would have it made again.
    throw new SourceFailure(
      'unreachable',
      `The commit that was made in ${call.name} was told in another shape`,
    );
  }
  const url = webUrl(data.web_url);
  return { sha: data.id, ...(url ? { url } : {}) };
}
