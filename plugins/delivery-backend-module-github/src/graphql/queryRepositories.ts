import { z } from 'zod';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import type { GithubClient } from '../api/GithubClient';

const AnswerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        type: z.string().optional(),
        message: z.string().optional(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
});

type Answer = z.infer<typeof AnswerSchema>;
type AnswerError = NonNullable<Answer['errors']>[number];

/** What an answer is refused by where a permission, a scope or a single sign-on is missing. */
const FORBIDDEN = ['FORBIDDEN', 'INSUFFICIENT_SCOPES'];

/** The upstream gave up a query as a whole; smaller ones may do. */
class TooMuch extends SourceFailure {
  constructor(message: string) {
    super('protocol', message);
  }
}

/** A repository to ask for. */
export interface RepositoryName {
  /** See `repositoryIdentity`. */
  identity: string;
  owner: string;
  name: string;
}

/** What came of one repository: its data, or why there are none. */
export type RepositoryAnswer =
  | {
      type: 'ok';
      data: unknown;
      /** Parts that were refused, in words. */
      refused: string[];
    }
  | {
      type: 'refused';
      reason: string;
      /** Whether the credentials lack a right; one that they may not even know of is told as not there. */
      forbidden: boolean;
    };

/** A question about repositories. */
export interface RepositoryQuery {
  operation: string;
  /** The fragment `Wanted` on `Repository`, with all fragments that it uses. */
  fragments: string;
  /** Declarations of variables that the fragments use, such as `$after: String`. */
  declarations?: string;
  variables?: Record<string, unknown>;
  /** What one repository costs, in requests as the documentation of the limit counts them. */
  cost: number;
}

/**
 * Asks for several repositories at once, each by an alias of its own: one that is missing or forbidden costs only
 * itself. A query that is too much for the upstream is asked again in halves.
 *
 * @throws SourceFailure, BudgetSpent
 */
export async function queryRepositories(
  client: GithubClient,
  repositories: readonly RepositoryName[],
  query: RepositoryQuery,
): Promise<Map<string, RepositoryAnswer>> {
  const points = Math.max(
    1,
    Math.round((repositories.length * query.cost) / 100),
  );
  try {
    const json = await client.graphql(
      query.operation,
      textOf(repositories, query),
      variablesOf(repositories, query),
      points,
    );
    const answer = AnswerSchema.safeParse(json);
    if (!answer.success) {
      throw new SourceFailure(
        'protocol',
        `The answer to '${query.operation}' is not that of a GraphQL API`,
      );
    }
    return split(answer.data, repositories, query.operation);
  } catch (error) {
    if (repositories.length > 1 && isTooMuch(error)) {
      const half = Math.ceil(repositories.length / 2);
      return new Map([
        ...(await queryRepositories(
          client,
          repositories.slice(0, half),
          query,
        )),
        ...(await queryRepositories(client, repositories.slice(half), query)),
      ]);
    }
    throw error;
  }
}

function textOf(
  repositories: readonly RepositoryName[],
  query: RepositoryQuery,
): string {
  const declared = repositories
    .map((_, index) => `$o${index}: String!, $n${index}: String!`)
    .concat(query.declarations ?? [])
    .join(', ');
  const asked = repositories
    .map(
      (_, index) =>
        `r${index}: repository(owner: $o${index}, name: $n${index}) { ...Wanted }`,
    )
    .join('\n');
  return `query(${declared}) {\n${asked}\n}\n${query.fragments}`;
}

function variablesOf(
  repositories: readonly RepositoryName[],
  query: RepositoryQuery,
): Record<string, unknown> {
  const named = repositories.flatMap(({ owner, name }, index) => [
    [`o${index}`, owner],
    [`n${index}`, name],
  ]);
  return { ...query.variables, ...Object.fromEntries(named) };
}

function split(
  answer: Answer,
  repositories: readonly RepositoryName[],
  operation: string,
): Map<string, RepositoryAnswer> {
  const errors = answer.errors ?? [];
  const whole = errors.filter(error => typeof error.path?.[0] !== 'string');
  if (whole.some(error => error.type === 'RATE_LIMITED')) {
    throw new SourceFailure(
      'rateLimit',
      `The points of the GraphQL API are used up ('${operation}')`,
      { retryAfterMs: 60_000 },
    );
  }
  if (!answer.data || (whole.length > 0 && noData(answer.data))) {
    throw new TooMuch(
      `The query '${operation}' failed: ${sayingOf(whole[0] ?? errors[0])}`,
    );
  }
  return new Map(
    repositories.map(({ identity }, index) => [
      identity,
      answerOf(
        answer.data?.[`r${index}`],
        errors.filter(error => error.path?.[0] === `r${index}`),
      ),
    ]),
  );
}

function answerOf(
  data: unknown,
  errors: readonly AnswerError[],
): RepositoryAnswer {
  if (data === null || data === undefined) {
    return {
      type: 'refused',
      forbidden: FORBIDDEN.includes(errors[0]?.type ?? ''),
      reason:
        errors[0]?.type === 'NOT_FOUND' || errors.length === 0
          ? 'there is no such repository, or the credentials may not see it'
          : sayingOf(errors[0]),
    };
  }
  const refused = errors.map(error => {
    const part = error.path?.find(
      (step, index) => index > 0 && typeof step === 'string',
    );
    return `${part ?? 'a part'}: ${sayingOf(error)}`;
  });
  return { type: 'ok', data, refused: [...new Set(refused)].sort() };
}

function noData(data: Record<string, unknown>): boolean {
  return Object.values(data).every(value => value === null);
}

function sayingOf(error: AnswerError | undefined): string {
  return cleanMessage(
    error?.message ?? error?.type ?? 'no reason was told',
    160,
  );
}

function isTooMuch(error: unknown): boolean {
  return (
    error instanceof TooMuch ||
    (error instanceof SourceFailure && /answered 50[24]\b/.test(error.message))
  );
}
