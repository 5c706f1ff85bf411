import { firstLine, type ReleaseItem } from '@throughline/plugin-delivery-node';
import type { MirrorRef } from '../mirror/parseMirrorRefs';
import { isoTime } from './isoTime';

const MAX_RELEASES = 200;

/**
 * Makes releases of the tags that name a version, the newest of them. An annotated tag has a date, a title and an author
 * of its own; a lightweight one is as old as its commit.
 */
export function readReleases(
  repository: string,
  refs: readonly MirrorRef[],
): ReleaseItem[] {
  return refs
    .filter(ref => ref.type === 'tag' && ref.sha)
    .flatMap(ref => readRelease(repository, ref) ?? [])
    .sort(
      (a, b) =>
        b.publishedAt.localeCompare(a.publishedAt) || (a.key < b.key ? -1 : 1),
    )
    .slice(0, MAX_RELEASES);
}

function readRelease(
  repository: string,
  tag: MirrorRef,
): ReleaseItem | undefined {
  const version = versionOf(tag.name);
  const publishedAt = isoTime(tag.at);
  if (!version || !publishedAt) {
    return undefined;
  }
  const author = firstLine(tag.tagger ?? '', 100);
  return {
    kind: 'release',
    key: `${repository}#${tag.name}`,
    repository,
    tag: tag.name,
    name: firstLine(tag.title ?? '') || tag.name,
    sha: tag.sha,
    prerelease: version.prerelease,
    publishedAt,
    ...(author ? { author: { name: author } } : {}),
  };
}

/**
 * Reads tags such as `1.4.2`, `v2.0.0-rc.1`, `checkout/v1.2`, `checkout@1.2.3` and `release-1.2`. What follows a dash
 * makes a prerelease (semantic versioning 2.0, section 9).
 */
export function versionOf(tag: string): { prerelease: boolean } | undefined {
  const match =
    /^(?:.*[/@]|[A-Za-z][A-Za-z_.-]*[-_])?v?\d{1,9}(?:\.\d{1,9}){1,3}(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(
      tag,
    );
  return match ? { prerelease: match[1] !== undefined } : undefined;
}
