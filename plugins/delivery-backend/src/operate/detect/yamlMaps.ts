import {
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { PathStep } from '../versions/ScalarPath';

const MAX_DEPTH = 20;
const MAX_MAPS = 5_000;

/** A map of a YAML file: where it is, and its values that are no maps or lists, as they are written. */
export interface FoundMap {
  /** The object that it is in, where the file holds several. */
  document?: { kind: string; name: string };
  /** `kind` and `metadata` of the object that it is in. */
  object: { kind?: string; name?: string; namespace?: string };
  steps: PathStep[];
  values: ReadonlyMap<string, string>;
}

/** All maps of a YAML or JSON file, outer ones first; none where it is not YAML. Aliases are not followed. */
export function yamlMaps(text: string): FoundMap[] {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
  }) as Document.Parsed[];
  if (documents.some(each => each.errors.length > 0)) {
    return [];
  }
  const found: FoundMap[] = [];
  for (const document of documents) {
    const object = objectOf(document);
    const { kind, name } = object;
    const several = documents.length > 1;
    // Among several, one without a name cannot be pointed at.
    if (several && !(kind && name)) {
      continue;
    }
    const about = {
      object,
      ...(several && kind && name ? { document: { kind, name } } : {}),
    };
    walk(document.contents, [], (steps, values) => {
      found.push({ ...about, steps, values });
      return found.length < MAX_MAPS;
    });
  }
  return found;
}

function objectOf(document: Document.Parsed): FoundMap['object'] {
  const text = (path: string[]) => {
    const value = isMap(document.contents)
      ? document.getIn(path, false)
      : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const kind = text(['kind']);
  const name = text(['metadata', 'name']);
  const namespace = text(['metadata', 'namespace']);
  return {
    ...(kind ? { kind } : {}),
    ...(name ? { name } : {}),
    ...(namespace ? { namespace } : {}),
  };
}

function walk(
  node: Node | null | undefined,
  steps: PathStep[],
  onMap: (steps: PathStep[], values: ReadonlyMap<string, string>) => boolean,
): boolean {
  if (steps.length > MAX_DEPTH) {
    return true;
  }
  if (isMap(node)) {
    return (
      onMap(steps, valuesOf(node)) &&
      node.items.every(({ key, value }) =>
        walk(
          value as Node,
          [...steps, { type: 'key', key: isScalar(key) ? String(key) : '' }],
          onMap,
        ),
      )
    );
  }
  return (
    !isSeq(node) ||
    node.items.every((item, index) =>
      walk(item as Node, [...steps, stepTo(node, index)], onMap),
    )
  );
}

/** An entry is found by its name, which stays when others are added before it. */
function stepTo(list: YAMLSeq, index: number): PathStep {
  const names = list.items.map(item =>
    isMap(item) ? item.get('name') : undefined,
  );
  const name = names[index];
  return typeof name === 'string' &&
    name !== '' &&
    !name.includes(']') &&
    names.filter(each => each === name).length === 1
    ? { type: 'entry', field: 'name', value: name }
    : { type: 'index', index };
}

function valuesOf(map: YAMLMap): ReadonlyMap<string, string> {
  return new Map(
    map.items.flatMap(({ key, value }): [string, string][] =>
      isScalar(key) && isScalar(value)
        ? [[String(key.value), value.source ?? '']]
        : [],
    ),
  );
}
