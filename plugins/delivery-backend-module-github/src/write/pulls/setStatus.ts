import type {
  OperateContext,
  RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';

/** GitHub takes no longer one. */
const MAX_DESCRIPTION = 140;

type Status = Parameters<
  NonNullable<RepositoryWriter['pullRequests']>['setStatus']
>[0];

/** @throws SourceFailure */
export async function setStatus(
  client: WriteClient,
  name: RepositoryName,
  { sha, state, context: label, description, url }: Status,
  context: OperateContext,
): Promise<void> {
  await client.call(
    name,
    {
      asked: 'set a commit status',
      method: 'POST',
      path: ['statuses', sha],
      body: {
        state,
        context: label,
        description: bounded(description),
        ...(url ? { target_url: url } : {}),
      },
      permission: 'statuses: write',
    },
    context,
  );
}

/** Cut between characters, never within one. */
function bounded(text: string): string {
  const characters = [...text];
  return characters.length > MAX_DESCRIPTION
    ? `${characters.slice(0, MAX_DESCRIPTION - 1).join('')}…`
    : text;
}
