import { webUrl } from '@throughline/plugin-delivery-node';
import { z } from 'zod';

const Side = z.object({
  /** The branch, or a ref of the pull request where that is gone. */
  ref: z.string().nullish(),
  /** The branch, also where it is gone. */
  label: z.string().nullish(),
  sha: z.string().nullish(),
  repo_id: z.number().nullish(),
});

/** A pull request, as operations look at it. */
export const PullSchema = z.object({
  number: z.number().int().min(1),
  state: z.enum(['open', 'closed']),
  merged: z.boolean().nullish(),
  draft: z.boolean().nullish(),
  mergeable: z.boolean().nullish(),
  html_url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  head: Side,
  base: Side,
  merge_commit_sha: z.string().nullish(),
});

/** What {@link PullSchema} reads. */
export type Pull = z.infer<typeof PullSchema>;

/** Whether it is of a branch of the repository itself: a fork's may have the same name. */
export function isOfBranch({ head, base }: Pull, branch: string): boolean {
  return (
    (head.ref === branch || head.label === branch) &&
    typeof base.repo_id === 'number' &&
    head.repo_id === base.repo_id
  );
}
