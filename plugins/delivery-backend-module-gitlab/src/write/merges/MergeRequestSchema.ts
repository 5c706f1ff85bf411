import { webUrl } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { sha } from '../../map/schemas';

/** A merge request, as operations look at it. */
export const MergeRequestSchema = z.object({
  iid: z.number().int().min(1),
  state: z.enum(['opened', 'locked', 'merged', 'closed']),
  web_url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  project_id: z.number().nullish(),
  source_project_id: z.number().nullish(),
  source_branch: z.string(),
  target_branch: z.string(),
  sha: sha.nullish(),
  merge_commit_sha: sha.nullish(),
  squash_commit_sha: sha.nullish(),
  draft: z.boolean().nullish(),
  work_in_progress: z.boolean().nullish(),
  has_conflicts: z.boolean().nullish(),
  merge_status: z.string().nullish(),
  /** Since GitLab 15.6. */
  detailed_merge_status: z.string().nullish(),
  merge_when_pipeline_succeeds: z.boolean().nullish(),
  head_pipeline: z.object({ status: z.string().nullish() }).nullish(),
});

/** What {@link MergeRequestSchema} reads. */
export type MergeRequest = z.infer<typeof MergeRequestSchema>;

/** Whether its branch is in the project itself: a fork's may have the same name. */
export function isOfProject({
  project_id,
  source_project_id,
}: Pick<MergeRequest, 'project_id' | 'source_project_id'>): boolean {
  return typeof project_id === 'number' && project_id === source_project_id;
}
