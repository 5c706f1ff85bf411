import { posix } from 'node:path';
import type { ArgoSource } from '../api/schemas';

/**
 * The value files that each source's repository holds, by paths from its root. A file is written relative to the
 * source's folder, from the repository's root, or after the name of another source: `$values/prod.yaml`.
 *
 * @returns one list per source; where a name has a pattern or a variable in it, which of the files are meant cannot be
 * told, and none are
 */
export function valueFilesOf(
  sources: readonly (ArgoSource | undefined)[],
): string[][] {
  const files = sources.map(() => new Set<string>());
  const untold = new Set<number>();
  sources.forEach((source, index) => {
    for (const file of source?.helm?.valueFiles ?? []) {
      const found = locate(file, index, sources);
      if (found === 'untold') {
        untold.add(index);
      } else if (found) {
        files[found.source].add(found.path);
      }
    }
  });
  return files.map((each, index) =>
    untold.has(index) ? [] : [...each].sort(),
  );
}

function locate(
  file: string,
  index: number,
  sources: readonly (ArgoSource | undefined)[],
): { source: number; path: string } | 'untold' | undefined {
  const [, ref, rest] = /^\$([\w-]+)\/(.+)$/.exec(file) ?? [];
  const named = ref
    ? sources.findIndex(source => source?.ref === ref)
    : undefined;
  if (named === undefined && /^[a-z][a-z+.-]*:\/\//i.test(file)) {
    return undefined;
  }
  const source = named ?? index;
  const written =
    named === undefined
      ? posix.join(folderOf(file, sources[index]), file)
      : rest;
  const path = posix.normalize(written).replace(/^\/+/, '');
  return source < 0 || /[$*?[{]/.test(path) || /^\.\.(\/|$)/.test(path)
    ? 'untold'
    : { source, path };
}

function folderOf(file: string, source: ArgoSource | undefined): string {
  return file.startsWith('/') ? '' : source?.path ?? '';
}
