import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import { webUrl } from '../../map/text';
import type { WriteClient } from '../../api/WriteClient';

const PAGE = 100;
const PAGES = 3;

const Commits = z.array(
  z.object({
    sha: z.string(),
    html_url: z.string().nullish(),
    commit: z.object({ message: z.string() }),
  }),
);

/**
 * Looks for a commit by what its message holds, through at most 300 of the newest.
 *
 * @throws SourceFailure, also where so many have come since that it cannot be told
 */
export async function findCommit(
  client: WriteClient,
  name: RepositoryName,
  request: { branch: string; since: string; text: string },
  context: OperateContext,
): Promise<{ sha: string; url?: string } | undefined> {
  const { branch, since, text } = request;
  for (let page = 1; page <= PAGES; page += 1) {
    const { status, json, more } = await client.call(
      name,
      {
        asked: 'look for a commit',
        path: ['commits'],
        query: { sha: branch, per_page: PAGE, page },
        permission: 'contents: write',
        accept: [404, 409],
      },
      context,
    );
    if (status === 404 || status === 409) {
      return undefined;
    }
    const { data } = Commits.safeParse(json);
    if (!data) {
      throw new SourceFailure(
        'protocol',
        `The commits of ${name.identity} were told in another shape`,
      );
    }
    const found = data.find(
      each => each.sha !== since && each.commit.message.includes(text),
    );
    if (found) {
      const url = webUrl(found.html_url);
      return { sha: found.sha, ...(url ? { url } : {}) };
    }
    if (!more || data.some(each => each.sha === since)) {
      return undefined;
    }
  }
  throw new SourceFailure(
    'protocol',
    `More than ${PAGE * PAGES} commits came to '${branch.slice(0, 100)}' of ${
      name.identity
    } since: whether one of them is the one that was looked for cannot be told`,
  );
}
