import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../api/RepositoryCall';
import { readVersion, type Lacks } from './Lacks';

/** What is asked, as messages have it. */
export const RUN_WORKFLOWS = 'run workflows';

/** Of Gitea. */
const Details = z.object({ workflow_run_id: z.number().int().min(1) });
/** Of Forgejo. */
const Info = z.object({ id: z.number().int().min(1) });

/**
 * Starts a workflow.
 *
 * @returns the number of its run, and the host's clock; no number where the version does not tell
 * @throws SourceFailure
 */
export async function dispatch(
  call: RepositoryCall,
  lacks: Lacks,
  request: { file: string; ref: string; inputs: Record<string, string> },
): Promise<{ run?: number; now: number }> {
  const { file, ref, inputs } = request;
  const workflow = ['actions', 'workflows', file];
  const isForgejo = (await readVersion(call))?.includes('+gitea-') ?? false;
  const {
    status,
    json,
    message,
    now = Date.now(),
  } = await call.send({
    asked: 'run a workflow',
    method: 'POST',
    path: [...workflow, 'dispatches'],
    ...(isForgejo ? {} : { query: { return_run_details: true } }),
    body: { ref, inputs, ...(isForgejo ? { return_run_info: true } : {}) },
    accept: [400, 404, 405, 422],
  });
  if (status === 405 || (status === 404 && !(await isThere(call, workflow)))) {
    throw await lacks.note(call, RUN_WORKFLOWS);
  }
  if (status >= 400) {
    throw new SourceFailure(
      'configuration',
      `${call.name} does not run ${file.slice(0, 100)} at '${ref.slice(
        0,
        100,
      )}'${message ? `: ${message}` : ''}`,
    );
  }
  const run =
    Details.safeParse(json).data?.workflow_run_id ??
    Info.safeParse(json).data?.id;
  return { now, ...(run === undefined ? {} : { run }) };
}

/** Whether the API knows a workflow, and so workflows at all: its file was seen before. */
async function isThere(
  call: RepositoryCall,
  path: readonly string[],
): Promise<boolean> {
  const { status } = await call.send({
    asked: 'look at a workflow',
    path,
    scope: 'read:repository',
    accept: [404, 405],
  });
  return status < 300;
}
