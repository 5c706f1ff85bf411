import { z } from 'zod';
import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import {
  firstLine,
  isoTime,
  malformedResult,
  webUrl,
  type PullRequestItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { runStatus } from './runStatus';
import { idOf, moment, person, sha, userOf } from './schemas';

/** `locked` is what is being merged this very moment. */
export const STATES = {
  opened: 'open',
  locked: 'open',
  merged: 'merged',
  closed: 'closed',
} as const;

const MergeRequest = z.object({
  iid: z.number().int().min(1),
  title: z.string(),
  state: z.enum(['opened', 'locked', 'merged', 'closed']),
  draft: z.boolean().nullish(),
  work_in_progress: z.boolean().nullish(),
  updated_at: moment,
  web_url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  source_branch: z.string().nullish(),
  target_branch: z.string().nullish(),
  sha: sha.nullish(),
  merge_commit_sha: sha.nullish(),
  squash_commit_sha: sha.nullish(),
  author: person,
  head_pipeline: z.object({ status: z.string().nullish() }).nullish(),
});

/** Reads a merge request; of a list, it has no pipeline. */
export function readMergeRequest(
  repository: string,
  node: unknown,
): ReadResult<PullRequestItem> {
  const { data, error } = MergeRequest.safeParse(node);
  if (!data) {
    const iid = idOf(node, 'iid');
    return malformedResult(
      'pullRequest',
      iid ? `${repository}#${iid}` : undefined,
      `a merge request of ${repository}`,
      error,
    );
  }
  const author = userOf(data.author);
  // Merged by fast-forward, the head itself is on the branch; squashed or not.
  const mergeSha =
    data.state === 'merged'
      ? data.merge_commit_sha ?? data.squash_commit_sha ?? data.sha
      : undefined;
  const checks: Judged<RunStatus> | undefined = data.head_pipeline
    ? runStatus(data.head_pipeline.status)
    : undefined;
  return {
    type: 'item',
    item: {
      kind: 'pullRequest',
      key: `${repository}#${data.iid}`,
      repository,
      number: data.iid,
      title: firstLine(data.title),
      state: STATES[data.state],
      draft: data.draft ?? data.work_in_progress ?? false,
      ...(author ? { author } : {}),
      ...(data.source_branch ? { headBranch: data.source_branch } : {}),
      ...(data.sha ? { headSha: data.sha } : {}),
      ...(data.target_branch ? { baseBranch: data.target_branch } : {}),
      ...(mergeSha ? { mergeSha } : {}),
      ...(checks ? { checks } : {}),
      updatedAt: isoTime(data.updated_at)!,
      url: data.web_url,
    },
  };
}
