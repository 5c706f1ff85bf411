import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { ChangeEntry, ObservationReader } from '../store';
import { touches } from '../read/mainline';
import type { Linker } from './Linker';
import { pathsOf } from './TargetFacts';

/**
 * Finds the entities whose pages a batch of observations concerns, targets aside. A commit of a configuration
 * repository concerns those whose targets are made from a folder that it touches, or are at that commit.
 */
export async function entitiesConcerned(
  entries: readonly ChangeEntry[],
  linker: Linker,
  reader: ObservationReader,
): Promise<Set<string>> {
  const concerned = new Set<string>();
  const add = (refs: Iterable<string>) => {
    for (const ref of refs) {
      concerned.add(ref);
    }
  };
  const commits = new Map<string, Set<string>>();
  const images = new Set<string>();
  for (const entry of entries) {
    switch (entry.kind) {
      case 'deployment':
        add(linker.entitiesOf(entry.subject));
        break;
      case 'artifact':
        images.add(entry.subject);
        break;
      case 'commit':
        add(linker.claims.ofRepository(entry.subject));
        commits.set(
          entry.subject,
          (commits.get(entry.subject) ?? new Set()).add(
            entry.key.slice(entry.key.lastIndexOf('@') + 1),
          ),
        );
        break;
      case 'run':
        add(linker.claims.ofRunSubject(entry.subject));
        break;
      case 'vitals':
        add(linker.claims.ofService(entry.subject));
        break;
      case 'branch':
      case 'pullRequest':
      case 'release':
        add(linker.claims.ofRepository(entry.subject));
        break;
      default:
    }
  }
  if (commits.size > 0) {
    await addByConfiguration(commits, linker, reader, add);
  }
  if (images.size > 0) {
    await addByImage(images, linker, reader, add);
  }
  return concerned;
}

async function addByConfiguration(
  commits: ReadonlyMap<string, ReadonlySet<string>>,
  linker: Linker,
  reader: ObservationReader,
  add: (refs: Iterable<string>) => void,
): Promise<void> {
  const used = new Set<string>();
  for (const target of linker.targets.all()) {
    for (const { repository } of target.desired) {
      if (repository && commits.has(repository)) {
        used.add(repository);
      }
    }
  }
  const found = new Map<string, CommitItem[]>();
  for (const repository of used) {
    const shas = [...(commits.get(repository) ?? [])];
    const stored = await reader.commitsBySha(repository, shas);
    found.set(
      repository,
      stored.map(({ item }) => item),
    );
  }
  for (const target of linker.targets.all()) {
    const touched = target.desired.some(
      each =>
        each.repository !== undefined &&
        found
          .get(each.repository)
          ?.some(
            commit =>
              commit.sha === each.commit || touches(commit, pathsOf(each)),
          ),
    );
    if (touched) {
      add(linker.entitiesOf(target.id));
    }
  }
}

async function addByImage(
  images: ReadonlySet<string>,
  linker: Linker,
  reader: ObservationReader,
  add: (refs: Iterable<string>) => void,
): Promise<void> {
  for (const target of linker.targets.all()) {
    if (target.images.some(({ repository }) => images.has(repository))) {
      add(linker.entitiesOf(target.id));
    }
  }
  for (const { entity, claims } of linker.claims.all()) {
    if (claims.images.some(image => images.has(image))) {
      add([entity.ref]);
    }
  }
  for (const image of images) {
    for (const { item } of await reader.artifacts(image, 20)) {
      if (item.sourceRepository) {
        add(linker.claims.ofRepository(item.sourceRepository));
      }
    }
  }
}
