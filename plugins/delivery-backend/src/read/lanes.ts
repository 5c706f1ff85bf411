import {
  worstHealth,
  worstSync,
  type Lane,
  type PreviewLane,
  type VersionView,
} from '@throughline/plugin-delivery-common';
import { compareLane, type CompareContext } from './compareLane';
import { isFull, type EntityRecord } from './EntityRecord';
import type { LaneVersions } from './LaneVersions';
import { defined } from './summaries';
import {
  healthOf,
  qualifiersOf,
  syncOf,
  targetView,
  whoCanTell,
} from './targetView';
import type { VersionResolver } from './VersionResolver';
import { healthWithVitals, vitalsOf } from './vitals';
import { waitingOf } from './waiting';

/** The environments of an entity with what runs there; none where nothing runs anywhere. */
export function buildLanes(
  record: EntityRecord,
  versions: readonly LaneVersions[],
  resolver: VersionResolver,
  context: CompareContext,
): Lane[] {
  if (versions.every(each => each.targets.length === 0)) {
    return [];
  }
  return versions.map(lane => {
    const { targets } = lane;
    const qualifiers = qualifiersOf(targets);
    const counted = countVersions(lane);
    const vitals = vitalsOf(record, lane.environment.name);
    return {
      environment: lane.environment,
      sync: worstSync(whoCanTell(targets, 'sync').map(syncOf)),
      ...healthWithVitals(
        worstHealth(whoCanTell(targets, 'health').map(healthOf)),
        targets,
        vitals,
      ),
      versions: counted.map(({ version, targets: number }) => ({
        label: version.label,
        targets: number,
      })),
      driftCount: targets
        .filter(isFull)
        .reduce((sum, each) => sum + (each.stored.item.drift?.count ?? 0), 0),
      ...compareLane(lane, versions, context),
      ...defined({
        version: counted[0]?.version,
        deployedAt: deployedAt(record, lane, counted[0]?.version, resolver),
        waiting: targets.filter(isFull).map(waitingOf).find(Boolean),
        vitals,
      }),
      targets: targets.map((each, index) =>
        targetView(each, resolver, qualifiers[index]),
      ),
    };
  });
}

/** The preview environments of an entity, the highest number first. */
export function buildPreviews(
  record: EntityRecord,
  resolver: VersionResolver,
): PreviewLane[] {
  const keys = new Set(
    record.targets.flatMap(({ link }) => link.preview ?? []),
  );
  return [...keys]
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map(key => {
      const targets = record.targets.filter(({ link }) => link.preview === key);
      const qualifiers = qualifiersOf(targets);
      const url = /^\d+$/.test(key)
        ? record.pullRequests.get(Number(key))?.item.url
        : undefined;
      return {
        key,
        ...defined({ url }),
        targets: targets.map((each, index) =>
          targetView(each, resolver, qualifiers[index]),
        ),
      };
    });
}

function countVersions(
  lane: LaneVersions,
): { version: VersionView; targets: number }[] {
  const counted = new Map<
    string,
    { version: VersionView; targets: number; seen: number }
  >();
  for (const { version, target } of lane.running) {
    if (version) {
      const known = counted.get(version.label);
      // A pipeline's record tells what was deployed there, and not what runs.
      const isSeen = target.stored.item.type !== 'environment';
      counted.set(version.label, {
        version:
          known && tells(known.version) >= tells(version)
            ? known.version
            : version,
        targets: (known?.targets ?? 0) + 1,
        seen: (known?.seen ?? 0) + Number(isSeen),
      });
    }
  }
  return [...counted.values()].sort(
    (a, b) =>
      b.seen - a.seen ||
      b.targets - a.targets ||
      (a.version.label < b.version.label ? -1 : 1),
  );
}

/** How much a version tells: its commit, and that for certain. */
function tells({ commit, evidence }: VersionView): number {
  return commit ? 1 + Number(evidence?.certainty === 'certain') : 0;
}

/** When the version came that most targets run: the last of them to get it. */
function deployedAt(
  record: EntityRecord,
  lane: LaneVersions,
  version: VersionView | undefined,
  resolver: VersionResolver,
): string | undefined {
  const times = lane.running
    .filter(each => version && each.version?.label === version.label)
    .map(each => cameAt(record, each, resolver));
  return times.includes(undefined) ? undefined : latest(times);
}

/** Undefined where the history does not reach back to a deployment that brought another version. */
function cameAt(
  record: EntityRecord,
  { target, version }: LaneVersions['running'][number],
  resolver: VersionResolver,
): string | undefined {
  const all = record.deployments.filter(
    each =>
      each.targetId === target.stored.id && each.item.outcome === 'succeeded',
  );
  let came: string | undefined;
  for (const [index, deployment] of all.entries()) {
    const brought = resolver.ofDeployment(deployment, target, all[index + 1]);
    if (!brought?.commit) {
      return undefined;
    }
    if (brought.label !== version?.label) {
      return came;
    }
    came = deployment.item.finishedAt ?? deployment.item.startedAt;
  }
  return all.at(-1)?.item.sequence === 0 ? came : undefined;
}

function latest(times: readonly (string | undefined)[]): string | undefined {
  return times
    .filter(time => time !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}
