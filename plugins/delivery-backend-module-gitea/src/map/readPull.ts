import { z } from 'zod';
import {
  firstLine,
  isoTime,
  malformedResult,
  webUrl,
  type PullRequestItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { idOf, moment, person, sha, userOf } from './schemas';

const Side = z
  .object({ ref: z.string().nullish(), sha: z.string().nullish() })
  .nullish();

const Pull = z.object({
  number: z.number().int().min(1),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean().nullish(),
  draft: z.boolean().nullish(),
  updated_at: moment,
  html_url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  head: Side,
  base: Side,
  merge_commit_sha: z.string().nullish(),
  user: person,
});

/** Reads a pull request. */
export function readPull(
  repository: string,
  node: unknown,
): ReadResult<PullRequestItem> {
  const { data, error } = Pull.safeParse(node);
  if (!data) {
    const number = idOf(node, 'number');
    return malformedResult(
      'pullRequest',
      number ? `${repository}#${number}` : undefined,
      `a pull request of ${repository}`,
      error,
    );
  }
  const author = userOf(data.user);
  const headSha = sha.safeParse(data.head?.sha).data;
  // Before it is merged, the merge commit is only a trial.
  const mergeSha = data.merged
    ? sha.safeParse(data.merge_commit_sha).data
    : undefined;
  return {
    type: 'item',
    item: {
      kind: 'pullRequest',
      key: `${repository}#${data.number}`,
      repository,
      number: data.number,
      title: firstLine(data.title),
      state: data.merged ? 'merged' : data.state,
      draft: data.draft ?? false,
      ...(author ? { author } : {}),
      ...(data.head?.ref ? { headBranch: data.head.ref } : {}),
      ...(headSha ? { headSha } : {}),
      ...(data.base?.ref ? { baseBranch: data.base.ref } : {}),
      ...(mergeSha ? { mergeSha } : {}),
      updatedAt: isoTime(data.updated_at)!,
      url: data.html_url,
    },
  };
}
