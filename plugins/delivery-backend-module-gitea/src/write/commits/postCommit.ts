import {
  SourceFailure,
  webUrl,
  type CommitRequest,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { sha } from '../../map/schemas';
import { lookUpFile } from './lookUpFile';

const Made = z.object({
  commit: z.object({ sha, html_url: z.string().nullish() }),
});

/** What Gitea is to do with one file. */
export interface FileOperation {
  operation: 'create' | 'update' | 'delete';
  path: string;
  content?: string;
  /** The content that it replaces: Gitea refuses to touch any other. */
  sha?: string;
}

/**
 * What a commit is to change, compared with its parent. A file that is to be removed and is not there is left out.
 *
 * @throws SourceFailure
 */
export async function makeOperations(
  call: RepositoryCall,
  { parent, files }: Pick<CommitRequest, 'parent' | 'files'>,
): Promise<FileOperation[]> {
  const operations: FileOperation[] = [];
  for (const [path, content] of Object.entries(files)) {
    const known = await lookUpFile(call, parent, path);
    const before = known ? { sha: known.sha } : {};
    if (content !== null) {
      operations.push({
        operation: known ? 'update' : 'create',
        path,
        content: Buffer.from(content, 'utf8').toString('base64'),
        ...before,
      });
    } else if (known) {
      operations.push({ operation: 'delete', path, ...before });
    }
  }
  if (operations.length === 0) {
    throw new SourceFailure(
      'configuration',
      `Nothing of ${call.name} is to be changed: the files that are to be removed are not there`,
    );
  }
  return operations;
}

/**
 * Asks Gitea for a commit on top of a branch.
 *
 * @returns the commit, or Gitea's own words where it refuses it
 * @throws SourceFailure
 */
export async function postCommit(
  call: RepositoryCall,
  request: Pick<CommitRequest, 'branch' | 'message' | 'author'>,
  files: readonly FileOperation[],
): Promise<{ sha: string; url?: string } | { refused: string }> {
  const { branch, message, author } = request;
  const answer = await call.send({
    asked: 'write a commit',
    method: 'POST',
    path: ['contents'],
    body: { branch, message, files, ...(author ? { author } : {}) },
    accept: [404, 405, 409, 422],
  });
  if (answer.status === 405) {
    throw new SourceFailure(
      'configuration',
      `${call.client.host.host} cannot change several files at once: that takes Gitea 1.20 or Forgejo 1.20, or a later one`,
    );
  }
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
  const url = webUrl(data.commit.html_url);
  return { sha: data.commit.sha, ...(url ? { url } : {}) };
}
