import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import { isOtherName } from './isOtherName';
import {
  besides,
  editScalars,
  scalarOf,
  type VersionEdit,
} from './VersionEdit';
import type { MadeFrom, VersionRule, WantedVersion } from './VersionRule';

type RevisionRule = VersionRule & { path: string };

/** What a range of versions is written with; `1.x` is one as well. */
const RANGE = /[*^~<>=|,\s]|(?:^|\.)[xX](?:\.|$)/;
const COMMIT = /^[0-9a-f]{40}$/;
/** Tags have a number somewhere; branches that have one are taken for tags, and the diff shows what becomes of them. */
const VERSION = /\d+\.\d+/;

/**
 * Changes which chart version or revision an object asks for, to what the wanted version is made from where it runs: a
 * chart's version, a commit where a commit is asked for now, a tag where a tag is.
 */
export function editRevision(
  text: string,
  rule: RevisionRule,
  wanted: WantedVersion,
): VersionEdit {
  const found = scalarOf(text, rule, rule.path);
  if ('refusedBecause' in found) {
    return found;
  }
  const refuse = (reason: string): VersionEdit => ({
    refusedBecause: `${rule.file}, ${rule.path}: ${reason}`,
  });
  const { value: current } = found;
  if (RANGE.test(current)) {
    return refuse(
      `it asks for the range '${current.slice(
        0,
        80,
      )}', of which the newest comes by itself; one version would end that. Change it by hand.`,
    );
  }
  const chosen = wanted.revision ?? revisionFor(text, rule, current, wanted);
  return typeof chosen === 'string'
    ? editScalars(text, rule, [[rule.path, chosen]])
    : refuse(chosen.reason);
}

function revisionFor(
  text: string,
  rule: RevisionRule,
  current: string,
  { madeFrom = [] }: WantedVersion,
): string | { reason: string } {
  const source = sourceOf(rule.path, madeFrom);
  if ('reason' in source) {
    return source;
  }
  const other = otherSource(text, rule, source);
  if (other !== undefined) {
    return { reason: other };
  }
  const { chart, targetRevision, revision } = source;
  // An OCI artifact's revision has its digest behind its tag.
  const exact = revision?.split('@')[0];
  const known = [exact, targetRevision].filter(each => each !== undefined);
  if (chart !== undefined) {
    return (
      known.find(each => !RANGE.test(each)) ?? {
        reason: `which version of the chart ${chart} it is made from is not known`,
      }
    );
  }
  if (COMMIT.test(current)) {
    return (
      known.find(each => COMMIT.test(each)) ?? {
        reason: 'which commit it is made from is not known',
      }
    );
  }
  if (!VERSION.test(current)) {
    return {
      reason: `it asks for '${current.slice(
        0,
        80,
      )}', which moves by itself: there is no version to be written`,
    };
  }
  return (
    known.find(
      each => VERSION.test(each) && !COMMIT.test(each) && !RANGE.test(each),
    ) ?? {
      reason: `it asks for a tag, and where the version comes from ${
        targetRevision ?? 'something else'
      } is asked for: nothing tells which tag that is`,
    }
  );
}

/** The one of several sources that a path is about. */
function sourceOf(
  path: string,
  madeFrom: readonly MadeFrom[],
): MadeFrom | { reason: string } {
  const [, index] = /\bsources\[(\d+)\]/.exec(path) ?? [];
  if (index !== undefined) {
    return (
      madeFrom[Number(index)] ?? {
        reason: `what it is made from where it runs has no source [${index}]`,
      }
    );
  }
  const own = madeFrom.filter(({ rendered }) => !rendered);
  const narrowed = [
    own,
    own.filter(({ chart }) => chart !== undefined),
    own.filter(({ url }) => url.startsWith('oci://')),
  ].find(({ length }) => length === 1);
  return (
    narrowed?.[0] ?? {
      reason:
        own.length === 0
          ? 'nothing tells which chart version or revision'
          : `it is made from ${own.length} sources where it runs; the rule's path has to name one, such as spec.sources[0].targetRevision`,
    }
  );
}

/** Why a source's revision means nothing here: the file asks for another chart or repository. */
function otherSource(
  text: string,
  rule: RevisionRule,
  { chart, url }: MadeFrom,
): string | undefined {
  if (chart !== undefined) {
    const here = besides(text, rule, rule.path, 'chart');
    return isOtherName(here, chart)
      ? `it is of the chart ${here}, not of ${chart}`
      : undefined;
  }
  const here = besides(text, rule, rule.path, 'repoURL');
  return here && repositoryIdentity(here) !== repositoryIdentity(url)
    ? `it is of ${here}, not of ${url}`
    : undefined;
}
