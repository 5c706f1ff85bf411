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
import { healthsOf, qualifiersOf, targetView } from './targetView';
import type { VersionResolver } from './VersionResolver';
import { waitingOf } from './waiting';

/** The environments of an entity with what runs there; none where nothing runs anywhere. */
export function buildLanes(
  record: EntityRecord,
  versions: readonly LaneVersions[],
  resolver: VersionResolver,
  context: CompareContext,
): Lane[] {
  if (versions.every(each => each.running.length === 0)) {
    return [];
  }
  return versions.map(lane => {
    const targets = lane.running.map(each => each.target);
    const qualifiers = qualifiersOf(targets);
    const counted = countVersions(lane);
    return {
      environment: lane.environment,
      sync: worstSync(
        targets.map(each =>
          isFull(each)
            ? each.stored.item.sync
            : targetView(each, resolver, undefined).sync,
        ),
      ),
      health: worstHealth(targets.flatMap(healthsOf)),
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
        deployedAt: deployedAt(record, targets),
        waiting: targets.filter(isFull).map(waitingOf).find(Boolean),
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
  const counted = new Map<string, { version: VersionView; targets: number }>();
  for (const { version } of lane.running) {
    if (version) {
      const known = counted.get(version.label);
      counted.set(version.label, {
        // One that tells its commit says more than another of the same name that does not.
        version: known?.version.commit ? known.version : version,
        targets: (known?.targets ?? 0) + 1,
      });
    }
  }
  return [...counted.values()].sort(
    (a, b) =>
      b.targets - a.targets || (a.version.label < b.version.label ? -1 : 1),
  );
}

function deployedAt(
  record: EntityRecord,
  targets: EntityRecord['targets'],
): string | undefined {
  const ids = new Set(targets.filter(isFull).map(each => each.stored.id));
  return record.deployments
    .filter(
      ({ targetId, item }) =>
        ids.has(targetId) && item.outcome === 'succeeded' && item.finishedAt,
    )
    .map(({ item }) => item.finishedAt)
    .filter(each => each !== undefined)
    .sort()
    .at(-1);
}
