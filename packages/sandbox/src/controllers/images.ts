import { createHash } from 'crypto';

/** An image reference, taken apart. */
export interface ImageReference {
  /** Host and port; undefined for the default registry. */
  host?: string;
  /** The repository without its host, such as `acme/checkout`. */
  repository: string;
  tag?: string;
  digest?: string;
}

/** Reads `[host/]repository[:tag][@digest]`. */
export function parseImage(image: string): ImageReference {
  const [name, digest] = image.split('@');
  const first = name.split('/')[0];
  const host =
    name.includes('/') && (/[.:]/.test(first) || first === 'localhost')
      ? first
      : undefined;
  const rest = host ? name.slice(host.length + 1) : name;
  const colon = rest.lastIndexOf(':');
  return {
    host,
    repository: colon < 0 ? rest : rest.slice(0, colon),
    tag: colon < 0 ? undefined : rest.slice(colon + 1),
    digest,
  };
}

/** Finds the digest behind an image; undefined where it cannot be pulled. */
export type DigestLookup = (image: string) => string | undefined;

/** Asks the sandbox's own registry about images from this machine; images from elsewhere always exist. */
export function createDigestLookup(
  registry: (repository: string, tag: string) => string | undefined,
): DigestLookup {
  return image => {
    const { host, repository, tag = 'latest', digest } = parseImage(image);
    if (digest) {
      return digest;
    }
    if (host && /^(localhost|127\.0\.0\.1)(:|$)/.test(host)) {
      return registry(repository, tag);
    }
    return `sha256:${createHash('sha256').update(image).digest('hex')}`;
  };
}
