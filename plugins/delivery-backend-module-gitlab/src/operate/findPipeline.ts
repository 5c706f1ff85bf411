import {
  isoTime,
  type OperationHandle,
  type OperationRequest,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ProjectCall } from '../api/ProjectCall';
import { handleOf } from './PipelineHandle';
import { readVariables } from './readVariables';
import { sinceThere, whoAmI } from './whoAmI';
import { TOKEN_VARIABLE } from './TokenVariable';

/** So many of the newest are looked through. */
const NEWEST = 20;

const Pipelines = z.array(z.unknown());
const Pipeline = z.object({
  id: z.number().int().min(1),
  created_at: z.string().refine(text => isoTime(text) !== undefined),
});

/**
 * Looks for the pipeline that an operation has started, by the token among its variables. One without a token that the
 * portal's account started since may be it: then nobody can tell.
 *
 * @throws SourceFailure
 */
export async function findPipeline(
  call: ProjectCall,
  ref: string,
  { token, since }: Pick<OperationRequest, 'token' | 'since'>,
): Promise<OperationHandle | 'unsure' | undefined> {
  const me = await whoAmI(call);
  const begun = sinceThere(since, me);
  const { json } = await call.send({
    asked: 'look for a pipeline',
    path: ['pipelines'],
    query: {
      ref,
      source: 'api',
      ...(me.username ? { username: me.username } : {}),
      order_by: 'id',
      sort: 'desc',
      per_page: NEWEST,
    },
  });
  const nodes = Pipelines.safeParse(json).data;
  if (!nodes) {
    throw call.misshapen('The pipelines');
  }
  let isCertain = true;
  for (const node of nodes) {
    const { data } = Pipeline.safeParse(node);
    if (!data) {
      isCertain = false;
    } else if (Date.parse(data.created_at) >= begun) {
      const variables = await readVariables(call, data.id);
      const told = variables?.find(({ key }) => key === TOKEN_VARIABLE)?.value;
      if (told === token) {
        return handleOf({ project: call.project, id: data.id });
      }
      isCertain &&= told !== undefined;
    } else {
      return isCertain ? undefined : 'unsure';
    }
  }
  // Whatever is older than the page may be it as well.
  return isCertain && nodes.length < NEWEST ? undefined : 'unsure';
}
