import { parseImageReference } from '@throughline/plugin-delivery-common';
import { isMap, isSeq, parseAllDocuments } from 'yaml';
import { isOtherName } from './isOtherName';
import { formatScalarPath } from './ScalarPath';
import {
  digestUnknown,
  editScalars,
  TAG_UNKNOWN,
  type VersionEdit,
} from './VersionEdit';
import type { VersionRule, WantedVersion } from './VersionRule';

interface KustomizeEntry {
  /** Which one of the list it is. */
  index: number;
  /** What it is found by. */
  name: string;
  newName?: string;
  tag?: string;
  digest?: string;
}

/** Changes the entry of an image among a kustomization's `images`: its tag, its digest, or both. */
export function editKustomization(
  text: string,
  rule: VersionRule,
  wanted: WantedVersion,
): VersionEdit {
  const entry = findEntry(text, rule);
  if ('refusedBecause' in entry) {
    return entry;
  }
  if (isOtherName(entry.newName, wanted.repository)) {
    return {
      refusedBecause: `${rule.file} takes the image ${entry.newName} for ${entry.name}, and not ${wanted.repository}`,
    };
  }
  const at = (key: string): string =>
    formatScalarPath([
      { type: 'key', key: 'images' },
      { type: 'index', index: entry.index },
      { type: 'key', key },
    ]);
  const edits: [string, string][] = [];
  if (entry.tag !== undefined) {
    if (wanted.tag === undefined) {
      return { refusedBecause: TAG_UNKNOWN };
    }
    edits.push([at('newTag'), wanted.tag]);
  }
  if (entry.digest !== undefined) {
    if (wanted.digest === undefined) {
      return { refusedBecause: digestUnknown(rule) };
    }
    edits.push([at('digest'), wanted.digest]);
  }
  return edits.length > 0
    ? editScalars(text, rule, edits)
    : {
        refusedBecause: `the entry of ${entry.name} in ${rule.file} has neither newTag nor digest`,
      };
}

/** The tag, or else the digest, that an entry asks for. */
export function readKustomization(
  text: string,
  rule: VersionRule,
): string | undefined {
  const entry = findEntry(text, rule);
  return 'refusedBecause' in entry ? undefined : entry.tag ?? entry.digest;
}

function findEntry(
  text: string,
  { file, image }: VersionRule,
): KustomizeEntry | { refusedBecause: string } {
  // By the schema that has texts only: a tag of 1.10 is no number.
  const documents = parseAllDocuments(text, { schema: 'failsafe' });
  const broken = documents.flatMap(each => each.errors)[0];
  if (broken) {
    return { refusedBecause: `${file} is no YAML: ${firstLine(broken)}` };
  }
  if (documents.length !== 1) {
    return {
      refusedBecause: `${file} is no kustomization: it has ${documents.length} documents`,
    };
  }
  const images: unknown = documents[0].get('images');
  const entries = isSeq(images)
    ? images.items.flatMap((item, index) =>
        isMap(item) ? [entryOf(item.toJSON(), index)] : [],
      )
    : [];
  const matching = entries.filter(({ name, newName }) =>
    [name, newName].some(each => isSameName(each, image)),
  );
  if (matching.length === 1) {
    return matching[0];
  }
  const names = entries.map(({ name }) => name).slice(0, 10);
  return {
    refusedBecause:
      matching.length === 0
        ? `${file} has no entry of 'images' for ${image} (it has: ${
            names.join(', ') || 'none'
          })`
        : `${file} has ${matching.length} entries of 'images' for ${image}`,
  };
}

function entryOf(item: Record<string, unknown>, index: number): KustomizeEntry {
  const { name, newName, newTag, digest } = item;
  return {
    index,
    name: String(name),
    ...(newName === undefined ? {} : { newName: String(newName) }),
    ...(newTag === undefined ? {} : { tag: String(newTag) }),
    ...(digest === undefined ? {} : { digest: String(digest) }),
  };
}

/** `nginx` and `docker.io/library/nginx` are one name; what is no reference is a name for itself. */
function isSameName(a: string | undefined, b: string | undefined): boolean {
  return (
    a !== undefined && b !== undefined && (a === b || nameOf(a) === nameOf(b))
  );
}

function nameOf(text: string): string {
  return parseImageReference(text)?.repository ?? text;
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0].slice(0, 200);
}
