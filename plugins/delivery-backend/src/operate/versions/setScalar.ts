import {
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  Scalar,
  stringify,
  type Document,
  type Node,
} from 'yaml';
import type { PathStep } from './ScalarPath';

/** Where a value is: in which document of a file, and where in it. */
export interface ScalarPlace {
  /** The only document of the file unless told. */
  document?: { kind: string; name: string };
  path: readonly PathStep[];
}

/** A file with one value changed and nothing else, or why that cannot be done. */
export type ScalarEdit =
  | { text: string; before: string }
  | { refusedBecause: string };

/**
 * Changes one value of a YAML or JSON file where it stands, so that comments, order, quotes and formatting of
 * everything else stay byte for byte. The result is read again: where anything but the value differs, the edit is
 * refused.
 */
export function setScalar(
  text: string,
  place: ScalarPlace,
  value: string,
): ScalarEdit {
  const found = findScalar(text, place);
  if ('refusedBecause' in found) {
    return found;
  }
  const { scalar, documents, index } = found;
  const before = textOf(scalar);
  if (before === value) {
    return { text, before };
  }
  const [start, end] = scalar.range!;
  const changed = text.slice(0, start) + write(scalar, value) + text.slice(end);
  return isOnlyChange(documents, changed, { index, path: place.path, value })
    ? { text: changed, before }
    : {
        refusedBecause:
          'the file cannot be changed in one place only: an anchor or an unusual notation stands in the way. Change it by hand.',
      };
}

/** Reads one value, as it is written. */
export function readScalar(
  text: string,
  place: ScalarPlace,
): { value: string } | { refusedBecause: string } {
  const found = findScalar(text, place);
  return 'refusedBecause' in found ? found : { value: textOf(found.scalar) };
}

/** As it is written: a tag of 1.10 without quotes is the number 1.1 to YAML, and to nobody else. */
function textOf({ source, value }: Scalar): string {
  return source ?? String(value ?? '');
}

interface Found {
  documents: Document.Parsed[];
  index: number;
  scalar: Scalar;
}

function findScalar(
  text: string,
  { document, path }: ScalarPlace,
): Found | { refusedBecause: string } {
  const documents = parseAllDocuments(text, {
    keepSourceTokens: false,
    uniqueKeys: true,
  }) as Document.Parsed[];
  const broken = documents.flatMap(each => each.errors)[0];
  if (broken) {
    return {
      refusedBecause: `the file is no YAML: ${broken.message
        .split('\n')[0]
        .slice(0, 200)}`,
    };
  }
  const candidates = documents.flatMap((each, index) =>
    !document || isNamed(each, document) ? [index] : [],
  );
  if (candidates.length !== 1) {
    return { refusedBecause: noDocument(candidates.length, document) };
  }
  const [index] = candidates;
  const scalar = walk(documents[index].contents, path);
  return scalar
    ? { documents, index, scalar }
    : { refusedBecause: 'the file has no value at that place' };
}

function noDocument(count: number, document: ScalarPlace['document']): string {
  const what = document ? ` ${document.kind} '${document.name}'` : '';
  return count === 0
    ? `the file has no document${what}`
    : `the file has ${count} documents${what}, and nothing tells which is meant`;
}

function isNamed(
  document: Document.Parsed,
  { kind, name }: { kind: string; name: string },
): boolean {
  return (
    document.get('kind') === kind &&
    document.getIn(['metadata', 'name']) === name
  );
}

function walk(
  root: Node | null,
  path: readonly PathStep[],
): Scalar | undefined {
  let node: unknown = root;
  for (const step of path) {
    if (step.type === 'key' && isMap(node)) {
      node = node.get(step.key, true);
    } else if (step.type === 'index' && isSeq(node)) {
      node = node.get(step.index, true);
    } else if (step.type === 'entry' && isSeq(node)) {
      const entries = node.items.filter(
        item => isMap(item) && String(item.get(step.field)) === step.value,
      );
      node = entries.length === 1 ? entries[0] : undefined;
    } else {
      return undefined;
    }
  }
  // An alias has no range of its own, and to change what it points at would change more than one place.
  return isScalar(node) && node.range && !node.anchor ? node : undefined;
}

/** The value as the file's own notation writes it. */
function write(scalar: Scalar, value: string): string {
  const plain = () => stringify(value, { lineWidth: 0 }).trimEnd();
  switch (scalar.type) {
    case Scalar.QUOTE_DOUBLE:
      return JSON.stringify(value);
    case Scalar.QUOTE_SINGLE:
      return `'${value.replaceAll("'", "''")}'`;
    default:
      return plain();
  }
}

function isOnlyChange(
  before: readonly Document.Parsed[],
  changed: string,
  {
    index,
    path,
    value,
  }: { index: number; path: readonly PathStep[]; value: string },
): boolean {
  const after = parseAllDocuments(changed) as Document.Parsed[];
  if (
    after.length !== before.length ||
    after.some(each => each.errors.length > 0)
  ) {
    return false;
  }
  const scalar = walk(after[index].contents, path);
  if (
    String(scalar?.value ?? '') !== value ||
    typeof scalar?.value !== 'string'
  ) {
    return false;
  }
  return after.every((each, at) => {
    const was = before[at].toJS() as unknown;
    const is = each.toJS() as unknown;
    return at === index
      ? JSON.stringify(blank(is, path)) === JSON.stringify(blank(was, path))
      : JSON.stringify(is) === JSON.stringify(was);
  });
}

/** A copy without the value at the path. */
function blank(value: unknown, [step, ...rest]: readonly PathStep[]): unknown {
  if (!step) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      isStep(step, item, index) ? blank(item, rest) : item,
    );
  }
  if (typeof value === 'object' && value !== null && step.type === 'key') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === step.key ? blank(item, rest) : item,
      ]),
    );
  }
  return value;
}

function isStep(step: PathStep, item: unknown, index: number): boolean {
  if (step.type === 'index') {
    return step.index === index;
  }
  return (
    step.type === 'entry' &&
    typeof item === 'object' &&
    item !== null &&
    String((item as Record<string, unknown>)[step.field]) === step.value
  );
}
