import type {
  VersionRuleMatch,
  VersionRulePlace,
} from '@throughline/plugin-delivery-common';
import { applyVersion, readVersion } from '../versions/applyVersion';
import type { VersionRule } from '../versions/VersionRule';
import type { SourcedCandidate } from './findInSources';
import type { Running } from './runningOf';

/** A candidate that can be written to, compared with what runs. */
export interface PlacedCandidate extends SourcedCandidate {
  place: VersionRulePlace;
}

/** A version that is written on trial only, to see whether a place can be written to at all. */
const TRIAL = {
  tag: '0.0.0-trial',
  digest: `sha256:${'0'.repeat(64)}`,
  revision: '0.0.0',
};

/**
 * Compares what a file says with what runs.
 *
 * @returns why the place cannot be written to, where it cannot: then it is no proposal
 */
export function placeOf(
  found: SourcedCandidate,
  target: { id: string; name: string },
  text: string,
  known: { running: Running; revision?: string },
): PlacedCandidate | { refusedBecause: string } {
  const { candidate, source } = found;
  const rule = ruleFor(found);
  const edit = applyVersion(text, rule, {
    ...TRIAL,
    ...(candidate.ofImage ? { repository: candidate.ofImage } : {}),
  });
  if ('refusedBecause' in edit) {
    return edit;
  }
  const current = readVersion(text, rule);
  const running = runningLabels(found, known, current);
  return {
    ...found,
    place: {
      targetId: target.id,
      target: target.name,
      repository: source.repository,
      branch: source.branch,
      file: candidate.file,
      ...(current ? { current } : {}),
      ...(running.length > 0 ? { runs: running.join(', ') } : {}),
      match: matchOf(current, running),
    },
  };
}

/** The rule that a candidate amounts to, for one target. */
export function ruleFor({ candidate, source }: SourcedCandidate): VersionRule {
  const { ofImage, found: _, remarks: __, source: ___, ...rule } = candidate;
  const image = rule.image ?? ofImage;
  return {
    ...rule,
    ...(rule.strategy === 'kustomizeImages' && image ? { image } : {}),
    repository: source.repository,
    ...(source.isDefaultBranch ? {} : { branch: source.branch }),
    write: 'pullRequest',
    origin: 'detected',
    where: 'a proposal',
  };
}

/** What runs, in the words that the file uses: by tag, or by digest where it pins that only. */
function runningLabels(
  { candidate }: SourcedCandidate,
  { running: { running }, revision }: { running: Running; revision?: string },
  current: string | undefined,
): string[] {
  if (candidate.strategy === 'revision') {
    return revision === undefined ? [] : [revision];
  }
  const byDigest = current?.startsWith('sha256:') === true;
  const labels = running
    .filter(
      ({ repository }) =>
        candidate.ofImage === undefined || repository === candidate.ofImage,
    )
    .map(({ tag, digest }) => (byDigest ? digest : tag))
    .filter(each => each !== undefined);
  return [...new Set(labels)].sort();
}

function matchOf(
  current: string | undefined,
  running: readonly string[],
): VersionRuleMatch {
  if (current === undefined || running.length === 0) {
    return 'unknown';
  }
  if (!running.includes(current)) {
    return 'differs';
  }
  // While a rollout is under way, the file is ahead of some of what runs.
  return running.length === 1 ? 'same' : 'partly';
}
