import { z } from 'zod';
import {
  firstLine,
  isoTime,
  malformedResult,
  webUrl,
  type ReadResult,
  type ReleaseItem,
} from '@throughline/plugin-delivery-node';
import { moment, person, sha, userOf } from './schemas';

const Release = z.object({
  tag_name: z.string().min(1),
  name: z.string().nullish(),
  draft: z.boolean().nullish(),
  prerelease: z.boolean(),
  published_at: moment,
  author: person,
  html_url: z.string().nullish(),
});

const Tag = z.object({ name: z.string(), commit: z.object({ sha }) });

/** The commits of tags, by name. */
export function readTags(nodes: readonly unknown[]): Map<string, string> {
  return new Map(
    nodes.flatMap((node): [string, string][] => {
      const { data } = Tag.safeParse(node);
      return data ? [[data.name, data.commit.sha]] : [];
    }),
  );
}

/**
 * Reads a release; undefined for a draft, which is none yet.
 *
 * @param tags - the commits of tags; a release itself names a branch
 */
export function readRelease(
  repository: string,
  tags: ReadonlyMap<string, string>,
  node: unknown,
): ReadResult<ReleaseItem> | undefined {
  const { data, error } = Release.safeParse(node);
  if (!data) {
    const tag = (node as { tag_name?: unknown } | null)?.tag_name;
    return malformedResult(
      'release',
      typeof tag === 'string' && tag ? `${repository}#${tag}` : undefined,
      `a release of ${repository}`,
      error,
    );
  }
  if (data.draft) {
    return undefined;
  }
  const author = userOf(data.author);
  const url = webUrl(data.html_url);
  const commit = tags.get(data.tag_name);
  return {
    type: 'item',
    item: {
      kind: 'release',
      key: `${repository}#${data.tag_name}`,
      repository,
      tag: data.tag_name,
      name: firstLine(data.name ?? '') || data.tag_name,
      ...(commit ? { sha: commit } : {}),
      prerelease: data.prerelease,
      publishedAt: isoTime(data.published_at)!,
      ...(author ? { author } : {}),
      ...(url ? { url } : {}),
    },
  };
}
