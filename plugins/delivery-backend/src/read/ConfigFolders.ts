import type { CommitItem } from '@throughline/plugin-delivery-node';
import { placeKey } from '../link/FolderIndex';
import type { Tristate } from './CommitGraph';
import { placesOf, type ConfiguredFrom, type ConfigPlace } from './configPlace';
import type { LinkedTarget } from './EntityRecord';

/** Which folders and files an entity's targets are made from, and which of these are made into something else as well. */
export class ConfigFolders {
  /** By the key of a place, the targets of the entity that are made from it. */
  readonly #users = new Map<string, LinkedTarget[]>();

  constructor(targets: readonly LinkedTarget[]) {
    for (const target of targets) {
      for (const key of new Set(keysOf(target.stored.item))) {
        this.#users.set(key, [...(this.#users.get(key) ?? []), target]);
      }
    }
  }

  /**
   * Whether a commit touches a place that a target is made from. Where several are made from one folder, each with
   * files of its own in it, a commit that touches files of others there may or may not be about all of them.
   */
  touch(
    commit: CommitItem,
    place: ConfigPlace,
    target: LinkedTarget | undefined,
  ): Tristate {
    const { repository, path, files } = place;
    if (repository !== commit.repository) {
      return 'no';
    }
    if (path === '' || files.some(file => commit.paths.includes(file))) {
      return 'yes';
    }
    if (!isObserved(commit)) {
      return 'unknown';
    }
    const within = commit.paths.filter(each => isWithin(each, path));
    if (within.length === 0) {
      return 'no';
    }
    return files.length > 0 &&
      within.some(each => each !== path) &&
      !this.#hasAlone(target, repository, path)
      ? 'unknown'
      : 'yes';
  }

  /**
   * Whether what a commit says can be meant for a target alone: it touches what nothing else is made from, no other
   * environment and no other entity, as several are from one chart with a file of values for each.
   */
  speaksFor(
    commit: CommitItem,
    from: ConfiguredFrom,
    target: LinkedTarget | undefined,
  ): boolean {
    if (!target || target.sharedWith.length > 0) {
      return false;
    }
    return placesOf(from).some(place => {
      if (!place || place.repository !== commit.repository) {
        return false;
      }
      const { repository, path, files } = place;
      return (
        files.some(
          file =>
            commit.paths.includes(file) &&
            this.#hasAlone(target, repository, file),
        ) ||
        (path !== undefined &&
          this.touch(commit, { repository, path, files: [] }, target) ===
            'yes' &&
          this.#hasAlone(target, repository, path))
      );
    });
  }

  /** Several that are made from just the same places in one environment, such as regions, are as good as one. */
  #hasAlone(
    target: LinkedTarget | undefined,
    repository: string,
    path: string | undefined,
  ): boolean {
    if (!target || path === undefined) {
      return false;
    }
    const key = placeKey(repository, path);
    const here = this.#users.get(key) ?? [];
    // What is not made from it now may have been once; who else was, nobody knows.
    if (!here.includes(target)) {
      return false;
    }
    const users = Math.max(target.link.users?.[key] ?? 1, here.length);
    return here.filter(each => areTwins(each, target)).length >= users;
  }
}

function areTwins(one: LinkedTarget, other: LinkedTarget): boolean {
  if (one === other) {
    return true;
  }
  const { environment, preview } = one.link;
  return (
    (environment ?? preview) !== undefined &&
    environment === other.link.environment &&
    preview === other.link.preview &&
    one.sharedWith.length === 0 &&
    keysOf(one.stored.item).join('\n') === keysOf(other.stored.item).join('\n')
  );
}

function keysOf(from: ConfiguredFrom): string[] {
  return placesOf(from).flatMap(place =>
    place
      ? [
          ...(place.path === undefined
            ? []
            : [placeKey(place.repository, place.path)]),
          ...place.files.map(file => placeKey(place.repository, file)),
        ]
      : [],
  );
}

/** Off the default branch not every commit's files are looked at; one that touches nothing may be such. */
function isObserved(commit: CommitItem): boolean {
  return (
    commit.onDefaultBranch ||
    commit.parents.length > 1 ||
    commit.paths.some(path => path !== '')
  );
}

function isWithin(path: string, folder: string | undefined): boolean {
  return (
    folder !== undefined && (path === folder || path.startsWith(`${folder}/`))
  );
}
