import type { Lane } from '@throughline/plugin-delivery-common';
import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { CommitGraph, Reach } from './CommitGraph';
import type { LaneVersions } from './LaneVersions';
import { isMerge, touches } from './mainline';

/** What comparisons go by. */
export interface CompareContext {
  graph: CommitGraph;
  /** SHAs of the main branch's own line; undefined where the branch is not known. */
  mainline?: ReadonlySet<string>;
  /** All that the main branch builds on. */
  main?: Reach;
  /** Shas of the main branch's line that touch the entity. */
  mainChanges: ReadonlySet<string>;
  folders: readonly string[];
}

type Comparison = Pick<
  Lane,
  'behind' | 'notOnMain' | 'comparisonUnknownBecause'
>;

const CUT = 'the known history of the repository does not reach far enough';

/** Compares a lane with those before it and with the main branch, by reachability alone. */
export function compareLane(
  lane: LaneVersions,
  all: readonly LaneVersions[],
  context: CompareContext,
): Comparison {
  if (lane.running.length === 0) {
    return {};
  }
  const unknown = lane.running.find(each => !each.reach);
  if (unknown) {
    return { comparisonUnknownBecause: unknown.reason };
  }
  const here = reachesOf(lane);
  const result: Comparison = {};
  const notOnMain = context.main
    ? context.graph.difference(shasOf(lane), [context.main])
    : undefined;
  if (notOnMain) {
    result.notOnMain = notOnMain.filter(
      commit => !isMerge(commit) && touches(commit, context.folders),
    ).length;
  } else {
    result.comparisonUnknownBecause = context.main
      ? CUT
      : 'the main branch is not known';
  }
  for (const before of lanesBefore(lane, all)) {
    const doubtful = before.running.find(each => !each.reach);
    const changes = doubtful ? undefined : missingIn(here, before, context);
    if (changes === undefined) {
      result.comparisonUnknownBecause = doubtful?.reason ?? CUT;
    } else if (!result.behind || changes > result.behind.changes) {
      result.behind = { environment: before.environment.name, changes };
    }
  }
  if (result.comparisonUnknownBecause) {
    // With several environments before it, the number known would pass for the whole.
    delete result.behind;
  }
  return result;
}

/** How many changes of a lane are missing on at least one target of another. */
function missingIn(
  here: readonly Reach[],
  before: LaneVersions,
  context: CompareContext,
): number | undefined {
  const missing = new Set<string>();
  for (const reach of here) {
    const difference = context.graph.difference(shasOf(before), [reach]);
    if (!difference) {
      return undefined;
    }
    difference
      .filter(commit => isChange(commit, context))
      .forEach(commit => missing.add(commit.sha));
  }
  return missing.size;
}

/** Of the main branch its own line counts; besides, what is on no main branch (a hotfix), merges aside. */
function isChange(commit: CommitItem, context: CompareContext): boolean {
  if (context.mainline?.has(commit.sha)) {
    return context.mainChanges.has(commit.sha);
  }
  if (context.main?.known.has(commit.sha)) {
    return false;
  }
  return !isMerge(commit) && touches(commit, context.folders);
}

/** The nearest lanes before a lane in which anything runs; empty ones are looked through. */
export function lanesBefore(
  lane: LaneVersions,
  all: readonly LaneVersions[],
): LaneVersions[] {
  const found = new Set<LaneVersions>();
  const seen = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      const before = all.find(each => each.environment.name === name);
      if (before && !seen.has(name)) {
        seen.add(name);
        if (before.running.length > 0) {
          found.add(before);
        } else {
          visit(before.environment.follows);
        }
      }
    }
  };
  visit(lane.environment.follows);
  return [...found];
}

function reachesOf(lane: LaneVersions): Reach[] {
  return lane.running
    .flatMap(each => [each.reach, ...(each.also ?? [])])
    .filter(reach => reach !== undefined);
}

function shasOf(lane: LaneVersions): string[] {
  return lane.running.flatMap(each => each.version?.commit?.sha ?? []);
}
