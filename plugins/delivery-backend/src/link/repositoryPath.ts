import { posix } from 'node:path';

/** A path from a repository's root, in one way of writing it; `''` is the root. */
export function repositoryPath(path: string): string {
  return posix.normalize(path).replace(/^(\.?\/)+|\/+$|^\.$/g, '');
}
