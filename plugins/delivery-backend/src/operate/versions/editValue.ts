import {
  parseImageReference,
  type ImageVersion,
} from '@throughline/plugin-delivery-common';
import { isOtherName } from './isOtherName';
import {
  besides,
  digestUnknown,
  editScalars,
  scalarOf,
  TAG_UNKNOWN,
  type VersionEdit,
} from './VersionEdit';
import type { VersionRule, WantedVersion } from './VersionRule';

type ValueRule = VersionRule & { path: string };

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG_AND_DIGEST = /^[\w][\w.-]*@sha256:[0-9a-f]{64}$/;

/** Changes one value, whatever it holds: a tag, a digest, a tag with its digest, or an image with its name. */
export function editValue(
  text: string,
  rule: ValueRule,
  wanted: WantedVersion,
): VersionEdit {
  const { path, digestPath } = rule;
  const found = scalarOf(text, rule, path);
  if ('refusedBecause' in found) {
    return found;
  }
  const current = found.value;
  const image = imageOf(current);
  if (image) {
    return editReference(text, rule, { written: current, image }, wanted);
  }
  const objection = objectionOf(text, rule, current, wanted);
  if (objection !== undefined) {
    return { refusedBecause: `${rule.file}, ${path}: ${objection}` };
  }
  if (DIGEST.test(current) && digestPath === undefined) {
    return wanted.digest
      ? editScalars(text, rule, [[path, wanted.digest]])
      : { refusedBecause: digestUnknown(rule) };
  }
  if (wanted.tag === undefined) {
    return { refusedBecause: TAG_UNKNOWN };
  }
  if (digestPath === undefined && !TAG_AND_DIGEST.test(current)) {
    return editScalars(text, rule, [[path, wanted.tag]]);
  }
  if (wanted.digest === undefined) {
    return { refusedBecause: digestUnknown(rule) };
  }
  return editScalars(
    text,
    rule,
    digestPath === undefined
      ? [[path, `${wanted.tag}@${wanted.digest}`]]
      : [
          [path, wanted.tag],
          [digestPath, wanted.digest],
        ],
  );
}

/** The image that a value names whole; a bare tag or word names none. */
export function imageOf(value: string): ImageVersion | undefined {
  return value.includes('/') ||
    (value.includes(':') && !/@|^sha256:/.test(value))
    ? parseImageReference(value)
    : undefined;
}

/** A value that names the image whole, such as `registry.example/app:1.2`. Its name stays as it is written. */
function editReference(
  text: string,
  rule: ValueRule,
  current: { written: string; image: ImageVersion },
  wanted: WantedVersion,
): VersionEdit {
  const { written, image } = current;
  if (
    wanted.repository !== undefined &&
    image.repository !== wanted.repository
  ) {
    return {
      refusedBecause: `${rule.file}, ${rule.path}: it names the image ${image.repository}, not ${wanted.repository}`,
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
  return editScalars(text, rule, [[rule.path, `${name}${tag}${digest}`]]);
}

/** Why a tag is not written where it stands, by what stands beside it. */
function objectionOf(
  text: string,
  rule: ValueRule,
  current: string,
  { repository }: WantedVersion,
): string | undefined {
  const { path, digestPath } = rule;
  const name = besides(text, rule, path, 'repository');
  if (isOtherName(name, repository)) {
    return `it is of the image ${name}, not of ${repository}`;
  }
  const digest = besides(text, rule, path, 'digest');
  // Charts take the digest before the tag: the old image would go on running under the new tag.
  return digest && digestPath === undefined && !DIGEST.test(current)
    ? `beside it the digest ${digest.slice(
        0,
        19,
      )}… is pinned; name its place in the rule's digestPath`
    : undefined;
}
