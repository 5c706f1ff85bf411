import { SourceFailure, webUrl } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { sha } from '../../map/schemas';
import type { ProjectCall } from '../../api/ProjectCall';

const PAGE = 100;
const PAGES = 3;

const Commits = z.array(
  z.object({ id: sha, message: z.string(), web_url: z.string().nullish() }),
);

/**
 * Looks for a commit by what its message holds, through at most 300 of the newest.
 *
 * @throws SourceFailure, also where so many have come since that it cannot be told
 */
export async function findCommit(
  call: ProjectCall,
  request: { branch: string; since: string; text: string },
): Promise<{ sha: string; url?: string } | undefined> {
  const { branch, since, text } = request;
  for (let page = 1; page <= PAGES; page += 1) {
    const { status, json, next } = await call.send({
      asked: 'look for a commit',
      path: ['repository', 'commits'],
      query: { ref_name: branch, per_page: PAGE, page },
      accept: [404],
    });
    if (status === 404) {
      return undefined;
    }
    const { data } = Commits.safeParse(json);
    if (!data) {
      throw call.misshapen('The commits');
    }
    const reached = data.findIndex(({ id }) => id === since);
    const found = data
      .slice(0, reached < 0 ? data.length : reached)
      .find(({ message }) => message.includes(text));
    if (found) {
      const url = webUrl(found.web_url);
      return { sha: found.id, ...(url ? { url } : {}) };
    }
    if (reached >= 0 || !next) {
      return undefined;
    }
  }
  throw new SourceFailure(
    'protocol',
    `More than ${PAGE * PAGES} commits came to '${branch.slice(0, 100)}' of ${
      call.name
    } since: whether one of them is the one that was looked for cannot be told`,
  );
}
