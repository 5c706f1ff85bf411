/** A revision as Flux writes it. */
export interface Revision {
  /** The branch, tag or other name. */
  name?: string;
  /** `sha1` or `sha256`, where it says. */
  algorithm?: string;
  hash: string;
}

/**
 * Takes a revision apart. Flux has written them in three ways: `main@sha1:<sha>` and `v1@sha256:<digest>`, the same
 * without a name, and `main/<sha>` before 2.0. A chart's version is no such thing.
 */
export function parseRevision(text: string | undefined): Revision | undefined {
  const named = /^(?:(.+)@)?([a-z0-9]+):([0-9a-f]{40,128})$/i.exec(text ?? '');
  if (named) {
    return {
      ...(named[1] && { name: named[1] }),
      algorithm: named[2].toLocaleLowerCase('en-US'),
      hash: named[3].toLocaleLowerCase('en-US'),
    };
  }
  const older = /^(?:(.+)\/)?([0-9a-f]{40}|[0-9a-f]{64})$/i.exec(text ?? '');
  return older
    ? {
        ...(older[1] && { name: older[1] }),
        hash: older[2].toLocaleLowerCase('en-US'),
      }
    : undefined;
}

/** The commit that a revision of Git names, or else the text as it is. */
export function commitOf(text: string): string {
  return parseRevision(text)?.hash ?? text;
}

/** Whether two revisions are of the same content, however they are written. */
export function sameRevision(
  one: string | undefined,
  other: string | undefined,
): boolean {
  if (one === undefined || other === undefined) {
    return false;
  }
  const [left, right] = [parseRevision(one), parseRevision(other)];
  return left && right ? left.hash === right.hash : one === other;
}

/**
 * The version of a chart, without the digest that Flux appends for a chart from an OCI repository. Other build
 * metadata belongs to the version.
 */
export function chartVersionOf(version: string, ociDigest?: string): string {
  const [, bare, digest] = /^(.+)\+([0-9a-f]{12})$/.exec(version) ?? [];
  return digest && ociDigest?.replace(/^sha256:/, '').startsWith(digest)
    ? bare
    : version;
}
