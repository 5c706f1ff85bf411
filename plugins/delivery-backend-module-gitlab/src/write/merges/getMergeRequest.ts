import { z } from 'zod';
import type { PullRequestState } from '@throughline/plugin-delivery-node';
import { STATES } from '../../map/readMergeRequest';
import type { ProjectCall } from '../../api/ProjectCall';
import { MergeRequestSchema, type MergeRequest } from './MergeRequestSchema';
import { waitsFor } from './waitsFor';
import { wasRetargeted } from './wasRetargeted';

const Approvals = z.object({ approvals_left: z.number().int().nullish() });
const Train = z.object({ status: z.string().min(1) });

/**
 * How a merge request fares.
 *
 * @param request.headSha - the commit that its branch was made with; undefined where there is none to compare with
 * @param request.base - the branch that it was opened for, where the caller knows
 * @throws SourceFailure
 */
export async function getMergeRequest(
  call: ProjectCall,
  request: { number: number; headSha: string | undefined; base?: string },
): Promise<PullRequestState> {
  const path = ['merge_requests', String(request.number)];
  const { json } = await call.send({ asked: 'look at a merge request', path });
  const { data } = MergeRequestSchema.safeParse(json);
  if (!data) {
    throw call.misshapen(`Merge request ${request.number}`);
  }
  const state = STATES[data.state];
  const headSha = data.sha ?? request.headSha ?? '';
  const { headSha: expected = headSha, base = data.target_branch } = request;
  const waits = state === 'open' ? await waitOf(call, path, data) : undefined;
  // Merged by fast-forward, the head itself is on the branch; squashed or not.
  const mergeSha = data.merge_commit_sha ?? data.squash_commit_sha ?? data.sha;
  return {
    number: data.iid,
    url: data.web_url,
    state,
    headSha,
    ...(state === 'merged' && mergeSha ? { mergeSha } : {}),
    ...(waits ? { waitsFor: waits } : {}),
    edited:
      headSha !== expected ||
      data.target_branch !== base ||
      (await wasRetargeted(call, data.iid)),
  };
}

async function waitOf(
  call: ProjectCall,
  path: readonly string[],
  data: MergeRequest,
): Promise<string | undefined> {
  const status = data.detailed_merge_status ?? data.merge_status ?? 'unchecked';
  const train = Train.safeParse(
    await optional(call, 'look at the merge train', [
      'merge_trains',
      'merge_requests',
      String(data.iid),
    ]),
  ).data;
  const approvals =
    status === 'not_approved'
      ? Approvals.safeParse(
          await optional(call, 'look at approvals', [...path, 'approvals']),
        ).data
      : undefined;
  const pipeline = data.head_pipeline?.status;
  return waitsFor({
    status,
    isDraft: data.draft ?? data.work_in_progress ?? false,
    autoMerge: data.merge_when_pipeline_succeeds ?? false,
    ...(pipeline ? { pipeline } : {}),
    ...(train ? { train: train.status } : {}),
    ...(approvals?.approvals_left
      ? { approvalsLeft: approvals.approvals_left }
      : {}),
  });
}

/** What not every edition, version and role has; undefined where it is not there. */
async function optional(
  call: ProjectCall,
  asked: string,
  path: readonly string[],
): Promise<unknown> {
  const { status, json } = await call.send({
    asked,
    path,
    accept: [403, 404],
  });
  return status < 300 ? json : undefined;
}
