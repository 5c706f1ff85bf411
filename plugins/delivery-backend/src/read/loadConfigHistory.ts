import type { ObservationReader } from '../store/ObservationReader';
import { timeOf } from './CommitGraph';
import { Configuration, type Applied } from './Configuration';
import { placesOf, type ConfigPlace } from './configPlace';
import { commitKey, type EntityRecord } from './EntityRecord';

/** How far back the way from what was applied to what it changed is followed: so many times so many commits. */
const ROUNDS = 2;
const COMMITS = 100;

/**
 * Adds the commits that lie between what was applied to targets and the commits that touch what these are made from.
 * Mostly there are none; in a repository of many, some of others may have come in between.
 */
export async function loadConfigHistory(
  record: EntityRecord,
  reader: ObservationReader,
  list: (configuration: Configuration) => readonly Applied[],
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const open = openEnds(record, list);
    if (open.size === 0) {
      return;
    }
    for (const [repository, shas] of open) {
      const found = await reader.commitsBySha(repository, [...shas]);
      const [newest] = [...found].sort(
        (a, b) => timeOf(b.item) - timeOf(a.item),
      );
      const older = newest
        ? await reader.commits({
            repository,
            before: { committedAt: newest.item.committedAt, id: newest.id },
            limit: COMMITS,
          })
        : [];
      for (const each of [...found, ...older]) {
        record.configCommits.set(commitKey(repository, each.item.sha), each);
      }
    }
  }
}

/** The commits that are missing, by repository; each is looked for once. */
function openEnds(
  record: EntityRecord,
  list: (configuration: Configuration) => readonly Applied[],
): Map<string, Set<string>> {
  const touched = new Set(
    [...record.configCommits.values()].flatMap(({ item }) =>
      item.paths.map(path => `${item.repository} ${path}`),
    ),
  );
  const configuration = new Configuration(record);
  const open = new Map<string, Set<string>>();
  for (const each of list(configuration)) {
    const places = placesOf(each.from);
    configuration.touching(each).forEach((result, index) => {
      const place = places[index];
      if (
        place &&
        result?.state === 'unknown' &&
        result.missing &&
        isTouched(place, touched) &&
        !record.lookedFor.has(commitKey(place.repository, result.missing))
      ) {
        record.lookedFor.add(commitKey(place.repository, result.missing));
        const shas = open.get(place.repository) ?? new Set();
        open.set(place.repository, shas.add(result.missing));
      }
    });
  }
  return open;
}

/** What no known commit touches is not worth looking for. */
function isTouched(
  { repository, path, files }: ConfigPlace,
  touched: ReadonlySet<string>,
): boolean {
  return [path, ...files].some(
    each => each !== undefined && touched.has(`${repository} ${each}`),
  );
}
