import { createTwoFilesPatch } from 'diff';
import type { FileChange } from '@throughline/plugin-delivery-common';

/** Larger files are shown as changed only. */
const MAX_LENGTH = 200_000;

/** What changes in a file, as `diff -u` writes it. */
export function unifiedDiff(
  repository: string,
  path: string,
  before: string | null,
  after: string | null,
): FileChange {
  const large =
    (before?.length ?? 0) > MAX_LENGTH || (after?.length ?? 0) > MAX_LENGTH;
  return {
    repository,
    path,
    diff: large
      ? `The file is too large to be shown: ${
          before?.length ?? 0
        } characters before, ${after?.length ?? 0} after.\n`
      : createTwoFilesPatch(
          before === null ? '/dev/null' : `a/${path}`,
          after === null ? '/dev/null' : `b/${path}`,
          before ?? '',
          after ?? '',
          undefined,
          undefined,
          { context: 3 },
        ).replace(/^=+\n/, ''),
  };
}
