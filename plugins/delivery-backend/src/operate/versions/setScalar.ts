import { parseAllDocuments, Scalar, stringify, type Document } from 'yaml';
import {
  findScalar,
  scalarAt,
  type FoundScalar,
  type ScalarPlace,
} from './findScalar';
import type { PathStep } from './ScalarPath';

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
  const { scalar } = found;
  const before = textOf(scalar);
  if (before === value) {
    return { text, before };
  }
  const [start, end] = scalar.range!;
  const changed =
    text.slice(0, start) + write(scalar, value, isJson(text)) + text.slice(end);
  return isOnlyChange(found, changed, place.path, value)
    ? { text: changed, before }
    : {
        refusedBecause:
          'the file cannot be changed in one place only: an unusual notation stands in the way. Change it by hand.',
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

/** The value as the file's own notation writes it; in quotes where YAML of any age would take it for no text. */
function write({ type }: Scalar, value: string, json: boolean): string {
  if (json || type === Scalar.QUOTE_DOUBLE) {
    return JSON.stringify(value);
  }
  return type === Scalar.QUOTE_SINGLE
    ? `'${value.replaceAll("'", "''")}'`
    : stringify(value, { lineWidth: 0, compat: 'yaml-1.1' }).trimEnd();
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function isOnlyChange(
  { documents, index }: FoundScalar,
  changed: string,
  path: readonly PathStep[],
  value: string,
): boolean {
  const after = parseAllDocuments(changed) as Document.Parsed[];
  if (
    after.length !== documents.length ||
    after.some(each => each.errors.length > 0) ||
    scalarAt(after[index], path)?.value !== value
  ) {
    return false;
  }
  try {
    return after.every((each, at) => {
      const was = documents[at].toJS() as unknown;
      const is = each.toJS() as unknown;
      return at === index
        ? JSON.stringify(blank(is, path)) === JSON.stringify(blank(was, path))
        : JSON.stringify(is) === JSON.stringify(was);
    });
  } catch {
    // What aliases make of it is too large to be compared.
    return false;
  }
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
