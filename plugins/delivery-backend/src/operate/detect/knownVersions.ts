import type { PageBody } from '../../read/buildPage';
import type { EntityRecord } from '../../read/EntityRecord';
import { sourceOf, wantedOf } from '../plan/wantedOf';
import type { WantedVersion } from '../versions/VersionRule';

const MAX_VERSIONS = 50;

/** The versions of an entity that are known, by what they are called: those that run first, then those that were built. */
export function knownVersions(
  record: Pick<EntityRecord, 'artifacts'>,
  page: Pick<PageBody, 'lanes'>,
): ReadonlyMap<string, WantedVersion> {
  const known = new Map<string, WantedVersion>();
  const add = (label: string, wanted: WantedVersion) => {
    if (!known.has(label) && known.size < MAX_VERSIONS) {
      known.set(label, wanted);
    }
  };
  for (const { version, desired = [] } of page.lanes.flatMap(
    ({ targets }) => targets,
  )) {
    if (version) {
      add(version.label, wantedOf(version, desired.map(sourceOf)));
    }
  }
  for (const { item } of record.artifacts) {
    for (const tag of item.tags) {
      add(tag, { repository: item.repository, tag, digest: item.digest });
    }
  }
  return known;
}
