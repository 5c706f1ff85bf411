import type { RepositoryWriter } from '@throughline/plugin-delivery-node';
import type { RepositoryCall } from '../../api/RepositoryCall';

/** As much as its page shows. */
const MAX_DESCRIPTION = 255;

type Status = Parameters<
  NonNullable<RepositoryWriter['pullRequests']>['setStatus']
>[0];

/** @throws SourceFailure */
export async function setStatus(
  call: RepositoryCall,
  { sha, state, context: label, description, url }: Status,
): Promise<void> {
  await call.send({
    asked: 'set a commit status',
    method: 'POST',
    path: ['statuses', sha],
    body: {
      state,
      context: label,
      description: bounded(description),
      ...(url ? { target_url: url } : {}),
    },
  });
}

/** Cut between characters, never within one. */
function bounded(text: string): string {
  const characters = [...text];
  return characters.length > MAX_DESCRIPTION
    ? `${characters.slice(0, MAX_DESCRIPTION - 1).join('')}…`
    : text;
}
