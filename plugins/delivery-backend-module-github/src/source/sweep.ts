import { fingerprint, SourceFailure } from '@throughline/plugin-delivery-node';
import type { GithubClient } from '../api/GithubClient';
import { PULSE, PULSE_COST } from '../graphql/fragments';
import {
  queryRepositories,
  type RepositoryAnswer,
  type RepositoryName,
} from '../graphql/queryRepositories';
import { PageSchema, Pulse } from '../graphql/schemas';
import { webUrl } from '../map/text';

/** What a sweep tells of one repository. */
export type Swept =
  | {
      type: 'ok';
      pulse: string;
      /** Stands for the newest deployment; absent where there is none. */
      deployments?: string;
      url: string;
      defaultBranch?: string;
      head?: string;
      refused: string[];
    }
  | Extract<RepositoryAnswer, { type: 'refused' }>;

/**
 * Asks for the pulse of many repositories at once.
 *
 * @throws SourceFailure, BudgetSpent
 */
export async function sweep(
  client: GithubClient,
  repositories: readonly RepositoryName[],
): Promise<Map<string, Swept>> {
  const answers = await queryRepositories(client, repositories, {
    operation: 'sweep',
    fragments: PULSE,
    cost: PULSE_COST,
  });
  const swept = new Map<string, Swept>();
  for (const [identity, answer] of answers) {
    swept.set(identity, readPulse(answer));
  }
  return swept;
}

function readPulse(answer: RepositoryAnswer): Swept {
  if (answer.type === 'refused') {
    return answer;
  }
  const { data } = Pulse.safeParse(answer.data);
  const url = webUrl(data?.url);
  if (!data || !url) {
    return {
      type: 'refused',
      forbidden: false,
      reason: 'the answer has another shape',
    };
  }
  const { defaultBranchRef: branch } = data;
  return {
    type: 'ok',
    pulse: fingerprint(data),
    deployments: hasDeployments(data.deployments)
      ? fingerprint(data.deployments)
      : undefined,
    url,
    ...(branch ? { defaultBranch: branch.name } : {}),
    ...(branch?.target ? { head: branch.target.oid } : {}),
    refused: answer.refused,
  };
}

/** The owner and name of a repository's identity on a host. */
export function nameOf(
  identity: string,
  host: string,
): RepositoryName | undefined {
  const [owner, name, ...rest] = identity.slice(host.length + 1).split('/');
  return identity.startsWith(`${host}/`) && owner && name && rest.length === 0
    ? { identity, owner, name }
    : undefined;
}

/** Whether a failure is one of the whole upstream, so that going on makes no sense. */
export function isWholesale(error: unknown): boolean {
  return (
    !(error instanceof SourceFailure) ||
    error.kind === 'rateLimit' ||
    error.kind === 'authentication'
  );
}

function hasDeployments(connection: unknown): boolean {
  return (PageSchema.safeParse(connection).data?.nodes ?? []).length > 0;
}
