import { z } from 'zod';
import {
  linkingTrailers,
  type CommitItem,
} from '@throughline/plugin-delivery-node';
import { checksOf } from './checksOf';
import { reasonOf, type ReadResult } from './ReadResult';
import { actorOf, isoTime, line, webUrl } from './text';

const sha = z.string().regex(/^[0-9a-f]{40}$/);

const GraphqlCommit = z.object({
  oid: sha,
  message: z.string(),
  committedDate: z.string(),
  url: z.string().nullish(),
  parents: z.object({ nodes: z.array(z.object({ oid: sha })) }),
  author: z
    .object({
      name: z.string().nullish(),
      user: z.object({ login: z.string() }).nullish(),
    })
    .nullish(),
  associatedPullRequests: z
    .object({ nodes: z.array(z.object({ number: z.number().int().min(1) })) })
    .nullish(),
  statusCheckRollup: z.unknown().optional(),
});

/** A commit as the REST API has it; also with the files that it touches, where it was asked for alone. */
export const RestCommit = z.object({
  sha,
  html_url: z.string().nullish(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string().nullish() }).nullish(),
    committer: z.object({ date: z.string() }),
  }),
  author: z
    .object({ login: z.string().optional(), type: z.string().optional() })
    .nullish(),
  parents: z.array(z.object({ sha })),
  files: z
    .array(
      z.object({
        filename: z.string(),
        previous_filename: z.string().optional(),
      }),
    )
    .optional(),
});

/** A commit before it is known which paths it touches and what it is reachable from. */
export type BareCommit = Omit<CommitItem, 'paths' | 'onDefaultBranch'>;

/** Reads a commit of the GraphQL API. */
export function readGraphqlCommit(
  repository: string,
  node: unknown,
): ReadResult<BareCommit> {
  const parsed = GraphqlCommit.safeParse(node);
  if (!parsed.success) {
    return malformed(
      repository,
      (node as { oid?: unknown } | null)?.oid,
      parsed.error,
    );
  }
  const { data } = parsed;
  return bare(repository, {
    sha: data.oid,
    message: data.message,
    date: data.committedDate,
    parents: data.parents.nodes.map(parent => parent.oid),
    login: data.author?.user?.login,
    name: data.author?.name,
    url: data.url,
    pullRequest: data.associatedPullRequests?.nodes[0]?.number,
    checks: checksOf(data.statusCheckRollup),
  });
}

/** Reads a commit of the REST API. */
export function readRestCommit(
  repository: string,
  node: unknown,
): ReadResult<BareCommit> {
  const parsed = RestCommit.safeParse(node);
  if (!parsed.success) {
    return malformed(
      repository,
      (node as { sha?: unknown } | null)?.sha,
      parsed.error,
    );
  }
  const { data } = parsed;
  return bare(repository, {
    sha: data.sha,
    message: data.commit.message,
    date: data.commit.committer.date,
    parents: data.parents.map(parent => parent.sha),
    login: data.author?.login,
    name: data.commit.author?.name,
    url: data.html_url,
  });
}

function bare(
  repository: string,
  commit: {
    sha: string;
    message: string;
    date: string;
    parents: string[];
    login?: string | null;
    name?: string | null;
    url?: string | null;
    pullRequest?: number;
    checks?: CommitItem['checks'];
  },
): ReadResult<BareCommit> {
  const key = `${repository}@${commit.sha}`;
  const committedAt = isoTime(commit.date);
  if (!committedAt) {
    return {
      type: 'malformed',
      kind: 'commit',
      key,
      description: key,
      reason: 'its date is none',
    };
  }
  const trailers = linkingTrailers(commit.message);
  const url = webUrl(commit.url);
  return {
    type: 'item',
    item: {
      kind: 'commit',
      key,
      repository,
      sha: commit.sha,
      parents: commit.parents,
      author: actorOf(commit.login, commit.name) ?? { name: 'unknown' },
      committedAt,
      subject: line(commit.message),
      ...(trailers ? { trailers } : {}),
      ...(commit.pullRequest ? { pullRequest: commit.pullRequest } : {}),
      ...(commit.checks ? { checks: commit.checks } : {}),
      ...(url ? { url } : {}),
    },
  };
}

function malformed(
  repository: string,
  id: unknown,
  error: z.ZodError,
): ReadResult<never> {
  const known = typeof id === 'string' && /^[0-9a-f]{40}$/.test(id);
  return {
    type: 'malformed',
    kind: 'commit',
    ...(known ? { key: `${repository}@${id}` } : {}),
    description: known ? `${repository}@${id}` : `a commit of ${repository}`,
    reason: reasonOf(error),
  };
}
