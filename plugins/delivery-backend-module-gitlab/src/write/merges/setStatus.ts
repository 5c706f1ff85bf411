import {
  SourceFailure,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ProjectCall } from '../../api/ProjectCall';

/** GitLab takes no longer one. */
const MAX_DESCRIPTION = 255;

const STATES = {
  pending: 'pending',
  success: 'success',
  failure: 'failed',
} as const;

const Statuses = z.array(z.object({ id: z.number(), status: z.string() }));

type Status = Parameters<
  NonNullable<RepositoryWriter['pullRequests']>['setStatus']
>[0];

/**
 * Sets a commit status. GitLab refuses one that is pending already to be told as pending: then nothing is to be done.
 *
 * @throws SourceFailure
 */
export async function setStatus(
  call: ProjectCall,
  { sha, state, context: label, description, url }: Status,
): Promise<void> {
  const { status, message } = await call.send({
    asked: 'set a commit status',
    method: 'POST',
    path: ['statuses', sha],
    body: {
      state: STATES[state],
      name: label,
      description: bounded(description),
      ...(url && url.length <= MAX_DESCRIPTION ? { target_url: url } : {}),
    },
    accept: [400],
  });
  if (status < 300 || (await isSaid(call, sha, label, state))) {
    return;
  }
  throw new SourceFailure(
    'protocol',
    `${call.name} does not take the status '${label.slice(0, 60)}'${
      message ? ` (${message})` : ''
    }`,
  );
}

async function isSaid(
  call: ProjectCall,
  sha: string,
  label: string,
  state: Status['state'],
): Promise<boolean> {
  const { json } = await call.send({
    asked: 'look at commit statuses',
    path: ['repository', 'commits', sha, 'statuses'],
    query: { name: label, per_page: 100 },
  });
  const newest = [...(Statuses.safeParse(json).data ?? [])].sort(
    (a, b) => b.id - a.id,
  )[0];
  return newest?.status === STATES[state];
}

/** Cut between characters, never within one. */
function bounded(text: string): string {
  const characters = [...text];
  return characters.length > MAX_DESCRIPTION
    ? `${characters.slice(0, MAX_DESCRIPTION - 1).join('')}…`
    : text;
}
