import { z } from 'zod';
import {
  actorOf,
  firstLine,
  isoTime,
  linkingTrailers,
  malformedResult,
  webUrl,
  type CommitItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { moment, sha } from './schemas';

const Commit = z.object({
  id: sha,
  parent_ids: z.array(sha),
  title: z.string().nullish(),
  message: z.string().nullish(),
  author_name: z.string().nullish(),
  committed_date: moment,
  web_url: z.string().nullish(),
});

/** A commit before it is known which paths it touches and what it is reachable from. */
export type BareCommit = Omit<CommitItem, 'paths' | 'onDefaultBranch'>;

/** How a merge commit, or a squashed one, names the merge request that it comes from. */
const MERGE_REQUEST = /^See merge request \S*!(\d{1,9})\s*$/m;

/** Reads a commit. */
export function readCommit(
  repository: string,
  node: unknown,
): ReadResult<BareCommit> {
  const { data, error } = Commit.safeParse(node);
  if (!data) {
    const id = sha.safeParse((node as { id?: unknown } | null)?.id).data;
    return malformedResult(
      'commit',
      id && `${repository}@${id}`,
      `a commit of ${repository}`,
      error,
    );
  }
  const message = (data.message ?? data.title ?? '').slice(0, 20_000);
  const trailers = linkingTrailers(message);
  const url = webUrl(data.web_url);
  const request = MERGE_REQUEST.exec(message)?.[1];
  return {
    type: 'item',
    item: {
      kind: 'commit',
      key: `${repository}@${data.id}`,
      repository,
      sha: data.id,
      parents: data.parent_ids,
      author: actorOf(undefined, data.author_name) ?? { name: 'unknown' },
      committedAt: isoTime(data.committed_date)!,
      subject: firstLine(data.title ?? message),
      ...(trailers ? { trailers } : {}),
      ...(request && Number(request) > 0
        ? { pullRequest: Number(request) }
        : {}),
      ...(url ? { url } : {}),
    },
  };
}
