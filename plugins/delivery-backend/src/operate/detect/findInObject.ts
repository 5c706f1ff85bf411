import type { DesiredSource } from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { formatScalarPath, type PathStep } from '../versions/ScalarPath';
import type { Candidate, TextFile } from './Candidate';
import { findInValues, type WantedImages } from './findInValues';
import { yamlMaps } from './yamlMaps';

/** The keys that ask for a revision, and the key beside `version` that makes it a chart's. */
const REVISIONS = ['targetRevision', 'tag', 'semver', 'commit'];
const CHART = 'chart';

/**
 * Looks into a file for the object that asks for a target: the chart's version or the revision that it pins, and values
 * that it carries itself.
 */
export function findInObject(
  file: TextFile,
  target: Pick<TargetItem, 'resource' | 'name' | 'namespace' | 'desired'>,
  wanted: WantedImages & {
    /** Revisions that are asked for and are no branches. */
    pinned: readonly string[];
  },
): Candidate[] {
  const own = yamlMaps(file.text).filter(
    ({ object }) =>
      object.kind === target.resource &&
      object.name === target.name &&
      (!object.namespace ||
        !target.namespace ||
        object.namespace === target.namespace),
  );
  if (own.length === 0) {
    return [];
  }
  const document = own[0].document;
  const isHere = (each: Candidate) =>
    each.document?.name === document?.name &&
    each.document?.kind === document?.kind &&
    each.path?.startsWith('spec.') === true;
  const revisions = own.flatMap(({ steps, values }) =>
    [...values].flatMap(([key, value]): Candidate[] => {
      const asked = askedFor(key, value, values, target.desired, wanted.pinned);
      const path = formatScalarPath([
        ...steps,
        { type: 'key', key } satisfies PathStep,
      ]);
      return asked
        ? [
            {
              strategy: 'revision',
              file: file.path,
              path,
              ...(document ? { document } : {}),
              found: `${asked} at ${path} of ${target.resource} ${target.name}`,
            },
          ]
        : [];
    }),
  );
  return [...revisions, ...findInValues([file], wanted).filter(isHere)];
}

/** What a value asks for, in words; undefined where it does not say which revision is wanted. */
function askedFor(
  key: string,
  value: string,
  values: ReadonlyMap<string, string>,
  desired: readonly DesiredSource[],
  pinned: readonly string[],
): string | undefined {
  if (value === '') {
    return undefined;
  }
  const chart = values.get(CHART);
  if (chart && (key === 'version' || key === 'targetRevision')) {
    return desired.some(each => each.chart === chart)
      ? `the version of the chart ${chart}`
      : undefined;
  }
  return REVISIONS.includes(key) && pinned.includes(value)
    ? `the revision ${value}`
    : undefined;
}
