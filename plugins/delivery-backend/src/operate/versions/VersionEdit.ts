import { formatScalarPath, parseScalarPath } from './ScalarPath';
import type { ScalarPlace } from './findScalar';
import { readScalar, setScalar } from './setScalar';
import type { VersionRule } from './VersionRule';

/** A file with another version, or why that cannot be done. */
export type VersionEdit =
  | { text: string; before: string; after: string }
  | { refusedBecause: string };

/** Why nothing is written where only a digest would do, or a tag. */
export const TAG_UNKNOWN = 'nothing tells the tag of the wanted version';

/** Why nothing is written where a digest is pinned and no other is known: the old image would go on running. */
export function digestUnknown({ file }: VersionRule): string {
  return `${file} names a digest, and the digest of the wanted version is not known`;
}

/** Changes values of a file one after the other, or none of them. */
export function editScalars(
  text: string,
  rule: VersionRule,
  edits: readonly (readonly [string, string])[],
): VersionEdit {
  let current = text;
  let before: string | undefined;
  for (const [path, value] of edits) {
    const result = setScalar(current, placeOf(rule, path), value);
    if ('refusedBecause' in result) {
      return refused(rule, path, result.refusedBecause);
    }
    before ??= result.before;
    current = result.text;
  }
  return { text: current, before: before ?? '', after: edits[0][1] };
}

/** What a file has at a path. */
export function scalarOf(
  text: string,
  rule: VersionRule,
  path: string,
): { value: string } | { refusedBecause: string } {
  const found = readScalar(text, placeOf(rule, path));
  return 'value' in found ? found : refused(rule, path, found.refusedBecause);
}

/** What stands beside a value, under another key of the same mapping; undefined where nothing does. */
export function besides(
  text: string,
  rule: VersionRule,
  path: string,
  key: string,
): string | undefined {
  const steps = parseScalarPath(path).slice(0, -1);
  const found = scalarOf(
    text,
    rule,
    formatScalarPath([...steps, { type: 'key', key }]),
  );
  return 'value' in found ? found.value : undefined;
}

function refused(
  { file }: VersionRule,
  path: string,
  reason: string,
): { refusedBecause: string } {
  return { refusedBecause: `${file}, ${path}: ${reason}` };
}

function placeOf({ document }: VersionRule, path: string): ScalarPlace {
  return { path: parseScalarPath(path), ...(document ? { document } : {}) };
}
