import {
  SourceFailure,
  type OperateContext,
  type PullRequestState,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import { webUrl } from '../../map/text';
import type { WriteClient } from '../../api/WriteClient';
import { waitsFor } from './waitsFor';
import { wasRetargeted } from './wasRetargeted';

const STATES: Readonly<Record<string, PullRequestState['state']>> = {
  OPEN: 'open',
  CLOSED: 'closed',
  MERGED: 'merged',
};

const Pull = z.object({
  number: z.number().int(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  headRefName: z.string(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  mergeStateStatus: z.string(),
  reviewDecision: z.string().nullish(),
  mergeQueueEntry: z
    .object({ position: z.number(), state: z.string() })
    .nullish(),
  commits: z
    .object({
      nodes: z.array(
        z.object({
          commit: z.object({
            statusCheckRollup: z.object({ state: z.string() }).nullish(),
          }),
        }),
      ),
    })
    .nullish(),
});

const SELECTION = `pullRequest(number: $number) {
  number url state isDraft headRefName headRefOid baseRefName
  mergeCommit { oid } mergeStateStatus reviewDecision
  mergeQueueEntry { position state }
  commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
}`;

/**
 * How a pull request fares.
 *
 * @param request.headSha - the commit that its branch was made with; where there is none to compare with, undefined
 * @param request.base - the branch that it was opened for, where the caller knows
 * @throws SourceFailure
 */
export async function getPull(
  client: WriteClient,
  name: RepositoryName,
  request: { number: number; headSha: string | undefined; base?: string },
  context: OperateContext,
): Promise<PullRequestState> {
  const repository = await client.query(
    name,
    {
      asked: 'look at a pull request',
      permission: 'pull_requests: write',
      declarations: ', $number: Int!',
      variables: { number: request.number },
      selection: SELECTION,
    },
    context,
  );
  const { data } = Pull.safeParse(repository.pullRequest);
  const url = webUrl(data?.url);
  if (!data || !url) {
    throw new SourceFailure(
      'protocol',
      `Pull request ${request.number} of ${name.identity} was told in another shape`,
    );
  }
  const state = STATES[data.state];
  const { headSha = data.headRefOid, base = data.baseRefName } = request;
  const rollup = data.commits?.nodes[0]?.commit.statusCheckRollup?.state;
  const waits =
    state === 'open'
      ? waitsFor({
          isDraft: data.isDraft,
          mergeStateStatus: data.mergeStateStatus,
          reviewDecision: data.reviewDecision ?? null,
          ...(rollup ? { checks: rollup } : {}),
          ...(data.mergeQueueEntry ? { queue: data.mergeQueueEntry } : {}),
        })
      : undefined;
  return {
    number: data.number,
    url,
    state,
    headSha: data.headRefOid,
    ...(state === 'merged' && data.mergeCommit
      ? { mergeSha: data.mergeCommit.oid }
      : {}),
    ...(waits ? { waitsFor: waits } : {}),
    edited:
      data.headRefOid !== headSha ||
      data.baseRefName !== base ||
      (await wasRetargeted(client, name, data.number, context)),
  };
}
