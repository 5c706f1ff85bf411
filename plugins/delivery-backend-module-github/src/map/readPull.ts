import { z } from 'zod';
import type { PullRequestItem } from '@throughline/plugin-delivery-node';
import type { Checked } from './readChecked';
import { reasonOf, type ReadResult } from './ReadResult';
import { actorOf, isoTime, line, webUrl } from './text';

const STATES = { OPEN: 'open', MERGED: 'merged', CLOSED: 'closed' } as const;

const oid = z.string().regex(/^[0-9a-f]{40}$/);

const Pull = z.object({
  number: z.number().int().min(1),
  title: z.string(),
  state: z.enum(['OPEN', 'MERGED', 'CLOSED']),
  isDraft: z.boolean().nullish(),
  updatedAt: z.string().refine(text => isoTime(text) !== undefined, 'no date'),
  url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  headRefName: z.string().nullish(),
  headRefOid: oid.nullish(),
  baseRefName: z.string().nullish(),
  author: z
    .object({ __typename: z.string().nullish(), login: z.string() })
    .nullish(),
  mergeCommit: z.object({ oid }).nullish(),
});

/**
 * Reads a pull request of the GraphQL API.
 *
 * @param checked - what else is known of the open ones, by number
 */
export function readPull(
  repository: string,
  node: unknown,
  checked: ReadonlyMap<number, Checked> = new Map(),
): ReadResult<PullRequestItem> {
  const parsed = Pull.safeParse(node);
  if (!parsed.success) {
    const number = (node as { number?: unknown } | null)?.number;
    const key = Number.isInteger(number)
      ? `${repository}#${number}`
      : undefined;
    return {
      type: 'malformed',
      kind: 'pullRequest',
      ...(key ? { key } : {}),
      description: key ?? `a pull request of ${repository}`,
      reason: reasonOf(parsed.error),
    };
  }
  const { data } = parsed;
  const author = actorOf(
    data.author?.login,
    undefined,
    data.author?.__typename,
  );
  // The merge commit of one that is open is only a trial of the upstream's.
  const mergeSha = data.state === 'MERGED' ? data.mergeCommit?.oid : undefined;
  return {
    type: 'item',
    item: {
      kind: 'pullRequest',
      key: `${repository}#${data.number}`,
      repository,
      number: data.number,
      title: line(data.title),
      state: STATES[data.state],
      draft: data.isDraft ?? false,
      ...(author ? { author } : {}),
      ...(data.headRefName ? { headBranch: data.headRefName } : {}),
      ...(data.headRefOid ? { headSha: data.headRefOid } : {}),
      ...(data.baseRefName ? { baseBranch: data.baseRefName } : {}),
      ...(mergeSha ? { mergeSha } : {}),
      ...(data.state === 'OPEN' ? checked.get(data.number) : {}),
      updatedAt: isoTime(data.updatedAt)!,
      url: data.url,
    },
  };
}
