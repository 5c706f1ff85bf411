import {
  parseImageReference,
  type ImageVersion,
} from '@throughline/plugin-delivery-common';
import { isMap, isSeq, parseDocument } from 'yaml';
import { formatScalarPath, parseScalarPath, type PathStep } from './ScalarPath';
import { readScalar, setScalar, type ScalarPlace } from './setScalar';
import type { VersionRule, WantedVersion } from './VersionRule';

const TAG_UNKNOWN = 'nothing tells the tag of the wanted version';

/** A file with another version, or why that cannot be done. */
export type VersionEdit =
  | { text: string; before: string; after: string }
  | { refusedBecause: string };

/** Writes a version into a file, by a rule. Pure: it is used for the diff that is shown and for the commit alike. */
export function applyVersion(
  text: string,
  rule: VersionRule,
  wanted: WantedVersion,
): VersionEdit {
  switch (rule.strategy) {
    case 'kustomizeImages':
      return editKustomization(text, rule, wanted);
    case 'revision':
      return wanted.revision === undefined
        ? { refusedBecause: 'nothing tells which chart version or revision' }
        : edit(text, rule, [[rule.path, wanted.revision]]);
    default:
      return editValue(text, rule, wanted);
  }
}

/** What a file says at present, as a person reads it: a tag, else a digest or a revision. */
export function readVersion(
  text: string,
  rule: VersionRule,
): string | undefined {
  if (rule.strategy === 'kustomizeImages') {
    const entry = kustomizeEntry(text, rule);
    return 'refusedBecause' in entry ? undefined : entry.tag ?? entry.digest;
  }
  const found = scalarOf(text, rule);
  const value = 'value' in found ? found.value : undefined;
  const image = value === undefined ? undefined : imageOf(value);
  return image ? image.tag ?? image.digest : value;
}

function editValue(
  text: string,
  rule: VersionRule,
  wanted: WantedVersion,
): VersionEdit {
  const { path, digestPath } = rule;
  const found = scalarOf(text, rule);
  if ('refusedBecause' in found) {
    return found;
  }
  const current = found.value;
  const image = imageOf(current);
  if (image) {
    return editReference(text, rule, { written: current, image }, wanted);
  }
  if (/^sha256:[0-9a-f]{64}$/.test(current) && digestPath === undefined) {
    return wanted.digest
      ? edit(text, rule, [[path, wanted.digest]])
      : { refusedBecause: digestUnknown(rule) };
  }
  if (wanted.tag === undefined) {
    return { refusedBecause: TAG_UNKNOWN };
  }
  if (digestPath === undefined) {
    return edit(text, rule, [[path, wanted.tag]]);
  }
  // A digest left behind would keep the old image running under the new tag.
  return wanted.digest
    ? edit(text, rule, [
        [path, wanted.tag],
        [digestPath, wanted.digest],
      ])
    : { refusedBecause: digestUnknown(rule) };
}

/** A value that names the image whole, such as `registry.example/app:1.2`. Its name stays as it is written. */
function editReference(
  text: string,
  rule: VersionRule,
  current: { written: string; image: ImageVersion },
  wanted: WantedVersion,
): VersionEdit {
  const { written, image } = current;
  if (
    wanted.repository !== undefined &&
    image.repository !== wanted.repository
  ) {
    return {
      refusedBecause: `${rule.file} names the image ${image.repository} there, not ${wanted.repository}`,
    };
  }
  if (image.digest && !wanted.digest) {
    return { refusedBecause: digestUnknown(rule) };
  }
  const needsTag = image.tag !== undefined || image.digest === undefined;
  if (needsTag && wanted.tag === undefined) {
    return { refusedBecause: TAG_UNKNOWN };
  }
  const [name] = /^(?:[^/]*\/)*[^:@]*/.exec(written) ?? [written];
  const tag = needsTag ? `:${wanted.tag}` : '';
  const digest = image.digest ? `@${wanted.digest}` : '';
  return edit(text, rule, [[rule.path, `${name}${tag}${digest}`]]);
}

function digestUnknown(rule: VersionRule): string {
  return `${rule.file} names a digest, and the digest of the wanted version is not known`;
}

interface KustomizeEntry {
  /** What the entry is found by. */
  name: string;
  tag?: string;
  digest?: string;
}

function kustomizeEntry(
  text: string,
  rule: VersionRule,
): KustomizeEntry | { refusedBecause: string } {
  // By the schema that has texts only: a tag of 1.10 is no number.
  const document = parseDocument(text, { schema: 'failsafe' });
  if (document.errors.length > 0) {
    return { refusedBecause: `${rule.file} is no YAML` };
  }
  const images = document.get('images');
  const entries = isSeq(images)
    ? images.items.flatMap(item => (isMap(item) ? [item.toJSON()] : []))
    : [];
  const names = (entry: Record<string, unknown>) =>
    [entry.name, entry.newName].map(String);
  const matching = entries.filter(entry =>
    names(entry).includes(rule.image ?? ''),
  );
  if (matching.length !== 1) {
    return {
      refusedBecause:
        matching.length === 0
          ? `${rule.file} has no entry of 'images' for ${rule.image}`
          : `${rule.file} has ${matching.length} entries of 'images' for ${rule.image}`,
    };
  }
  const [entry] = matching;
  return {
    name: String(entry.name),
    ...(entry.newTag === undefined ? {} : { tag: String(entry.newTag) }),
    ...(entry.digest === undefined ? {} : { digest: String(entry.digest) }),
  };
}

function editKustomization(
  text: string,
  rule: VersionRule,
  wanted: WantedVersion,
): VersionEdit {
  const entry = kustomizeEntry(text, rule);
  if ('refusedBecause' in entry) {
    return entry;
  }
  const at = (key: string): string =>
    formatScalarPath([
      { type: 'key', key: 'images' },
      { type: 'entry', field: 'name', value: entry.name },
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
    ? edit(text, rule, edits)
    : {
        refusedBecause: `the entry of ${rule.image} in ${rule.file} has neither newTag nor digest`,
      };
}

function edit(
  text: string,
  rule: VersionRule,
  edits: readonly (readonly [string | undefined, string])[],
): VersionEdit {
  let current = text;
  let before: string | undefined;
  for (const [path, value] of edits) {
    if (path === undefined) {
      return { refusedBecause: `the rule of ${rule.where} names no path` };
    }
    const result = setScalar(current, place(rule, path), value);
    if ('refusedBecause' in result) {
      return { refusedBecause: `${rule.file}: ${result.refusedBecause}` };
    }
    before ??= result.before;
    current = result.text;
  }
  return { text: current, before: before ?? '', after: edits[0][1] };
}

function scalarOf(
  text: string,
  rule: VersionRule,
): ReturnType<typeof readScalar> {
  if (rule.path === undefined) {
    return { refusedBecause: `the rule of ${rule.where} names no path` };
  }
  const found = readScalar(text, place(rule, rule.path));
  return 'value' in found
    ? found
    : { refusedBecause: `${rule.file}: ${found.refusedBecause}` };
}

function place(rule: VersionRule, path: string): ScalarPlace {
  const steps: PathStep[] = parseScalarPath(path);
  return { path: steps, ...(rule.document ? { document: rule.document } : {}) };
}

/** The image that a value names whole; a bare tag or word names none. */
function imageOf(value: string) {
  return value.includes('/') ? parseImageReference(value) : undefined;
}
