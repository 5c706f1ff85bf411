import type { z } from 'zod';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import {
  queryRepositories,
  type RepositoryQuery,
} from '../graphql/queryRepositories';
import type { RepositoryPass } from './RepositoryPass';

/**
 * Asks about one repository only, for a further page.
 *
 * @throws SourceFailure, BudgetSpent
 */
export async function askAlone<T>(
  pass: RepositoryPass,
  query: RepositoryQuery,
  schema: z.ZodType<T>,
): Promise<T> {
  const answers = await queryRepositories(pass.client, [pass.name], query);
  const answer = answers.get(pass.name.identity);
  if (answer?.type !== 'ok') {
    throw new SourceFailure(
      'permission',
      `${pass.name.identity}: ${answer?.reason ?? 'it was not answered'}`,
    );
  }
  const { data, error } = schema.safeParse(answer.data);
  if (error) {
    throw new SourceFailure(
      'protocol',
      `The answer to '${query.operation}' on ${
        pass.name.identity
      } has another shape: ${error.issues[0].path.join('.')}: ${
        error.issues[0].message
      }`,
    );
  }
  return data;
}
