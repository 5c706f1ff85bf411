import type { PullRequestState } from '@throughline/plugin-delivery-node';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { sha } from '../../map/schemas';
import { PullSchema } from './PullSchema';
import { readMergeFacts } from './readMergeFacts';
import { waitsFor } from './waitsFor';
import { wasRetargeted } from './wasRetargeted';

/**
 * How a pull request fares.
 *
 * @param request.headSha - the commit that its branch was made with; undefined where there is none to compare with
 * @param request.base - the branch that it was opened for, where the caller knows
 * @throws SourceFailure
 */
export async function getPull(
  call: RepositoryCall,
  request: { number: number; headSha: string | undefined; base?: string },
): Promise<PullRequestState> {
  const { json } = await call.send({
    asked: 'look at a pull request',
    path: ['pulls', String(request.number)],
  });
  const { data } = PullSchema.safeParse(json);
  if (!data) {
    throw call.misshapen(`Pull request ${request.number}`);
  }
  const state = data.merged ? 'merged' : data.state;
  const headSha = data.head.sha || request.headSha || '';
  const { headSha: expected = headSha, base = data.base.ref } = request;
  // Before it is merged, the merge commit is only a trial.
  const mergeSha = data.merged
    ? sha.safeParse(data.merge_commit_sha).data
    : undefined;
  const waits =
    state === 'open' ? waitsFor(await readMergeFacts(call, data)) : undefined;
  return {
    number: data.number,
    url: data.html_url,
    state,
    headSha,
    ...(mergeSha ? { mergeSha } : {}),
    ...(waits ? { waitsFor: waits } : {}),
    edited:
      headSha !== expected ||
      data.base.ref !== base ||
      (await wasRetargeted(call, data.number)),
  };
}
