import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  Scalar,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { formatScalarPath, type PathStep } from './ScalarPath';

/** Where a value is: in which document of a file, and where in it. */
export interface ScalarPlace {
  /** The only document of the file unless told. */
  document?: { kind: string; name: string };
  path: readonly PathStep[];
}

/** A value where it stands in its file. */
export interface FoundScalar {
  documents: Document.Parsed[];
  /** Which of them it is in. */
  index: number;
  scalar: Scalar;
}

/** Finds a value that can be changed in one place, or says what stands there instead. */
export function findScalar(
  text: string,
  { document, path }: ScalarPlace,
): FoundScalar | { refusedBecause: string } {
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
    (document ? isNamed(each, document) : !isEmpty(each)) ? [index] : [],
  );
  if (candidates.length !== 1) {
    return { refusedBecause: noDocument(candidates.length, document) };
  }
  const [index] = candidates;
  const found = walk(documents[index], path);
  return 'refusedBecause' in found
    ? found
    : { documents, index, scalar: found };
}

/** The value at a path; undefined where there is none, or where it is no single value. */
export function scalarAt(
  document: Document.Parsed,
  path: readonly PathStep[],
): Scalar | undefined {
  const found = walk(document, path);
  return 'refusedBecause' in found ? undefined : found;
}

function noDocument(count: number, document: ScalarPlace['document']): string {
  const what = document ? ` ${document.kind} '${document.name}'` : '';
  return count === 0
    ? `the file has no document${what}`
    : `the file has ${count} documents${what}, and nothing tells which is meant`;
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return (
    contents === null || (isScalar(contents) && (contents.source ?? '') === '')
  );
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
  document: Document.Parsed,
  path: readonly PathStep[],
): Scalar | { refusedBecause: string } {
  let node: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    const here = nameOf(path.slice(0, index));
    const next = stepInto(node, step);
    if ('refusedBecause' in next) {
      return { refusedBecause: `${here} ${next.refusedBecause}` };
    }
    node = next.node;
  }
  return endOf(document, node);
}

function stepInto(
  node: unknown,
  step: PathStep,
): { node: unknown } | { refusedBecause: string } {
  if (isAlias(node)) {
    return { refusedBecause: aliased(node.source) };
  }
  if (step.type === 'key') {
    if (!isMap(node)) {
      return { refusedBecause: `is ${kindOf(node)}, and has no keys` };
    }
    const value: unknown = node.get(step.key, true);
    const keys = node.items.map(({ key }) => String(key));
    return value === undefined
      ? {
          refusedBecause: `has no key '${step.key}' (it has: ${shortList(
            keys,
          )})`,
        }
      : { node: value };
  }
  if (!isSeq(node)) {
    return { refusedBecause: `is ${kindOf(node)}, and no list` };
  }
  if (step.type === 'index') {
    const value: unknown = node.get(step.index, true);
    return value === undefined
      ? {
          refusedBecause: `is a list of ${node.items.length}, and has none at [${step.index}]`,
        }
      : { node: value };
  }
  const entries = node.items.filter(
    item => isMap(item) && String(item.get(step.field)) === step.value,
  );
  return entries.length === 1
    ? { node: entries[0] }
    : {
        refusedBecause: `has ${entries.length || 'no'} ${
          entries.length > 1 ? 'entries' : 'entry'
        } of ${step.field}=${step.value} (of ${node.items.length})`,
      };
}

function endOf(
  document: Document.Parsed,
  node: unknown,
): Scalar | { refusedBecause: string } {
  if (isAlias(node)) {
    return { refusedBecause: `it ${aliased(node.source)}` };
  }
  if (!isScalar(node) || !node.range) {
    return { refusedBecause: `it is ${kindOf(node)}, and no value` };
  }
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED) {
    return { refusedBecause: `it is a block of text, and no value` };
  }
  if (node.source === '' && node.type === Scalar.PLAIN) {
    return { refusedBecause: `it is empty` };
  }
  return node.anchor && isUsed(document, node.anchor)
    ? {
        refusedBecause: `it is anchored as &${node.anchor}, and other places take it from there: they would change with it`,
      }
    : node;
}

function aliased(source: string): string {
  return `is taken from elsewhere (*${source}): it is changed where &${source} is`;
}

function isUsed(document: Document.Parsed, anchor: string): boolean {
  let used = false;
  visit(document, {
    Alias(_, { source }) {
      used ||= source === anchor;
    },
  });
  return used;
}

function nameOf(path: readonly PathStep[]): string {
  return path.length === 0 ? 'the document' : formatScalarPath(path);
}

function kindOf(node: unknown): string {
  if (isMap(node)) {
    return 'a mapping';
  }
  if (isSeq(node)) {
    return 'a list';
  }
  return isScalar<Node>(node) ? `'${String(node).slice(0, 80)}'` : 'nothing';
}

function shortList(keys: readonly string[]): string {
  const shown = keys.slice(0, 10).map(key => key.slice(0, 60));
  return keys.length === 0
    ? 'none'
    : shown.join(', ') + (keys.length > shown.length ? ', …' : '');
}
