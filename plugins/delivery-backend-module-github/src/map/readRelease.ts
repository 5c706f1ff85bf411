import { z } from 'zod';
import type { ReleaseItem } from '@throughline/plugin-delivery-node';
import { reasonOf, type ReadResult } from './ReadResult';
import { actorOf, isoTime, line, webUrl } from './text';

const Release = z.object({
  tagName: z.string().min(1).max(255),
  name: z.string().nullish(),
  isDraft: z.boolean(),
  isPrerelease: z.boolean(),
  publishedAt: z.string().nullish(),
  url: z.string().nullish(),
  tagCommit: z
    .object({ oid: z.string().regex(/^[0-9a-f]{40}$/) })
    .nullish()
    .catch(undefined),
  author: z.object({ login: z.string() }).nullish(),
});

/** Reads a release of the GraphQL API; a draft, which nobody was told of, is none. */
export function readRelease(
  repository: string,
  node: unknown,
): ReadResult<ReleaseItem> | undefined {
  const parsed = Release.safeParse(node);
  const tag = (node as { tagName?: unknown } | null)?.tagName;
  const key = typeof tag === 'string' ? `${repository}#${tag}` : undefined;
  const malformed = (reason: string): ReadResult<never> => ({
    type: 'malformed',
    kind: 'release',
    ...(key ? { key } : {}),
    description: (key ?? `a release of ${repository}`).slice(0, 200),
    reason,
  });
  if (!parsed.success) {
    return malformed(reasonOf(parsed.error));
  }
  const { data } = parsed;
  if (data.isDraft) {
    return undefined;
  }
  const publishedAt = isoTime(data.publishedAt);
  if (!publishedAt) {
    return malformed('it is published, and does not say when');
  }
  const author = actorOf(data.author?.login, undefined);
  const url = webUrl(data.url);
  return {
    type: 'item',
    item: {
      kind: 'release',
      key: `${repository}#${data.tagName}`,
      repository,
      tag: data.tagName,
      name: line(data.name ?? '') || data.tagName,
      ...(data.tagCommit ? { sha: data.tagCommit.oid } : {}),
      prerelease: data.isPrerelease,
      publishedAt,
      ...(author ? { author } : {}),
      ...(url ? { url } : {}),
    },
  };
}
