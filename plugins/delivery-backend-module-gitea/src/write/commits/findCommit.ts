import { SourceFailure, webUrl } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { pages } from '../../api/pages';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { sha } from '../../map/schemas';
import { readHead } from './readHead';
import { BARE } from './readCommit';

const PAGES = 6;

const Commits = z.array(
  z.object({
    sha,
    html_url: z.string().nullish(),
    commit: z.object({ message: z.string() }),
  }),
);

/**
 * Looks for a commit by what its message holds, through some hundreds of the newest.
 *
 * @throws SourceFailure, also where so many have come since that it cannot be told
 */
export async function findCommit(
  call: RepositoryCall,
  request: { branch: string; since: string; text: string },
): Promise<{ sha: string; url?: string } | undefined> {
  const { branch, since, text } = request;
  const head = await readHead(call, branch);
  if (head === undefined) {
    return undefined;
  }
  const list = pages(
    call,
    {
      asked: 'look for a commit',
      path: ['commits'],
      query: { sha: head, ...BARE },
    },
    PAGES,
  );
  for await (const { items, isLast } of list) {
    const { data } = Commits.safeParse(items);
    if (!data) {
      throw call.misshapen('The commits');
    }
    const reached = data.findIndex(each => each.sha === since);
    const found = data
      .slice(0, reached < 0 ? data.length : reached)
      .find(({ commit }) => commit.message.includes(text));
    if (found) {
      const url = webUrl(found.html_url);
      return { sha: found.sha, ...(url ? { url } : {}) };
    }
    if (reached >= 0 || isLast) {
      return undefined;
    }
  }
  throw new SourceFailure(
    'protocol',
    `Hundreds of commits came to '${branch.slice(0, 100)}' of ${
      call.name
    } since: whether one of them is the one that was looked for cannot be told`,
  );
}
