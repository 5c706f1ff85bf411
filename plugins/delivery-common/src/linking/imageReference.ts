import type { ImageVersion } from '../vocabulary';

/** The other names of Docker's own registry. */
const DOCKER_HUB = /^(?:index|registry-1)\.docker\.io$/;
const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?$/;

/**
 * Takes an image reference apart by the rules of the distribution specification's reference grammar; a name
 * without a registry host belongs to `docker.io`, and one without a namespace there to `library`.
 *
 * @returns undefined where the text is no image reference
 * @public
 */
export function parseImageReference(
  reference: string,
): ImageVersion | undefined {
  const text = reference.trim();
  const [beforeDigest, digest, ...rest] = text.split('@');
  if (
    rest.length > 0 ||
    (digest !== undefined && !/^[a-z0-9+._-]+:[0-9a-f]{32,}$/i.test(digest))
  ) {
    return undefined;
  }
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon < 0 ? undefined : beforeDigest.slice(colon + 1);
  if (tag !== undefined && !/^[\w][\w.-]{0,127}$/.test(tag)) {
    return undefined;
  }
  const parts = name.split('/');
  const hasHost =
    parts.length > 1 &&
    (parts[0].includes('.') ||
      parts[0].includes(':') ||
      parts[0] === 'localhost');
  const host = hasHost
    ? parts[0].toLocaleLowerCase('en-US').replace(DOCKER_HUB, 'docker.io')
    : 'docker.io';
  const path = hasHost ? parts.slice(1) : parts;
  if (
    path.length === 0 ||
    !HOST.test(host) ||
    path.some(part => !/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(part))
  ) {
    return undefined;
  }
  if (host === 'docker.io' && path.length === 1) {
    path.unshift('library');
  }
  return {
    repository: `${host}/${path.join('/')}`,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/**
 * Writes an image the way container tools do.
 *
 * @public
 */
export function formatImageReference(image: ImageVersion): string {
  return [
    image.repository,
    image.tag ? `:${image.tag}` : '',
    image.digest ? `@${image.digest}` : '',
  ].join('');
}
