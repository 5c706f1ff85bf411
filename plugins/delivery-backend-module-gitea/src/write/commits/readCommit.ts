import { z } from 'zod';
import type { RepositoryCall } from '../../api/RepositoryCall';

const Commit = z.object({ commit: z.object({ message: z.string() }) });

/** What a commit's answer can do without. */
export const BARE = { stat: false, verification: false, files: false };

/**
 * The message of a commit; undefined where there is none.
 *
 * @throws SourceFailure
 */
export async function readMessage(
  call: RepositoryCall,
  commit: string,
): Promise<string | undefined> {
  const { status, json } = await call.send({
    asked: 'look a commit up',
    path: ['git', 'commits', commit],
    query: BARE,
    accept: [404, 422],
  });
  if (status >= 400) {
    return undefined;
  }
  const { data } = Commit.safeParse(json);
  if (!data) {
    throw call.misshapen('A commit');
  }
  return data.commit.message;
}
