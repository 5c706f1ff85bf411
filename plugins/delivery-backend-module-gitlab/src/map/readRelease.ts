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
  released_at: moment,
  upcoming_release: z.boolean().nullish(),
  author: person,
  commit: z.object({ id: sha.nullish() }).nullish(),
  _links: z.object({ self: z.string().nullish() }).nullish(),
});

/** A version that says of itself that it comes before the release (semver.org, rule 9). */
const PRERELEASE = /^\D*\d+\.\d+\.\d+-/;

/** Reads a release. */
export function readRelease(
  repository: string,
  node: unknown,
): ReadResult<ReleaseItem> {
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
  const author = userOf(data.author);
  const url = webUrl(data._links?.self);
  return {
    type: 'item',
    item: {
      kind: 'release',
      key: `${repository}#${data.tag_name}`,
      repository,
      tag: data.tag_name,
      name: firstLine(data.name ?? '') || data.tag_name,
      ...(data.commit?.id ? { sha: data.commit.id } : {}),
      prerelease:
        (data.upcoming_release ?? false) || PRERELEASE.test(data.tag_name),
      publishedAt: isoTime(data.released_at)!,
      ...(author ? { author } : {}),
      ...(url ? { url } : {}),
    },
  };
}
