/** Beyond this many, how many targets are made from one place is of no interest. */
const MANY = 50;

/** What a target is made from, as far as it lies in repositories. */
interface Places {
  folders: readonly Folder[];
  /** As keys, see {@link placeKey}. */
  files: readonly string[];
}

interface Folder {
  repository: string;
  path: string;
}

/** A place in a repository, as a key. */
export function placeKey(repository: string, path: string): string {
  return `${repository} ${path}`;
}

/**
 * Tells how many targets are made from one place: from the same folder, one within it or one around it, or with the
 * same file.
 */
export class FolderIndex {
  readonly #places = new Map<string, Places>();
  readonly #folders = new Map<string, Set<string>>();
  readonly #within = new Map<string, Set<string>>();
  readonly #files = new Map<string, Set<string>>();

  /** @returns the ids of the other targets that share their places with more or fewer now */
  set(
    id: string,
    desired: readonly {
      repository?: string;
      path?: string;
      files?: readonly string[];
    }[],
  ): Set<string> {
    const places = placesOf(desired);
    const before = this.#places.get(id);
    if (JSON.stringify(before) === JSON.stringify(places)) {
      return new Set();
    }
    const touched = this.delete(id);
    if (places.folders.length + places.files.length > 0) {
      this.#places.set(id, places);
      for (const folder of places.folders) {
        add(this.#folders, keyOf(folder), id);
        keysAround(folder).forEach(each => add(this.#within, each, id));
      }
      places.files.forEach(each => add(this.#files, each, id));
      this.#addNeighbours(places, touched);
    }
    touched.delete(id);
    return touched;
  }

  /** @returns the ids of the other targets that share their places with fewer now */
  delete(id: string): Set<string> {
    const touched = new Set<string>();
    const places = this.#places.get(id);
    if (places) {
      this.#addNeighbours(places, touched);
      this.#places.delete(id);
      for (const folder of places.folders) {
        remove(this.#folders, keyOf(folder), id);
        keysAround(folder).forEach(each => remove(this.#within, each, id));
      }
      places.files.forEach(each => remove(this.#files, each, id));
      touched.delete(id);
    }
    return touched;
  }

  /**
   * By the key of each place of a target that it does not have to itself, how many targets are made from it, itself
   * included; more than fifty are not counted.
   */
  usersOf(id: string): Record<string, number> | undefined {
    const users: Record<string, number> = {};
    const { folders, files } = this.#places.get(id) ?? {
      folders: [],
      files: [],
    };
    for (const folder of folders) {
      users[keyOf(folder)] = this.#countFolder(folder);
    }
    for (const key of files) {
      users[key] = Math.min(this.#files.get(key)?.size ?? 0, MANY);
    }
    const shared = Object.entries(users)
      .filter(([, count]) => count > 1)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return shared.length > 0 ? Object.fromEntries(shared) : undefined;
  }

  #countFolder(folder: Folder): number {
    const users = new Set<string>();
    for (const ids of this.#overlapping(folder)) {
      for (const id of ids) {
        users.add(id);
        if (users.size >= MANY) {
          return MANY;
        }
      }
    }
    return users.size;
  }

  /** Where there are many already, one more or less changes nothing for them. */
  #addNeighbours(places: Places, touched: Set<string>): void {
    for (const folder of places.folders) {
      const key = keyOf(folder);
      const same = this.#folders.get(key)?.size ?? 0;
      for (const ids of this.#overlapping(folder)) {
        if (
          ids.size <= MANY ||
          (ids === this.#within.get(key) && same <= MANY)
        ) {
          ids.forEach(id => touched.add(id));
        }
      }
    }
    for (const key of places.files) {
      const ids = this.#files.get(key);
      if (ids && ids.size <= MANY) {
        ids.forEach(id => touched.add(id));
      }
    }
  }

  #overlapping(folder: Folder): Set<string>[] {
    const key = keyOf(folder);
    return [
      this.#folders.get(key),
      this.#within.get(key),
      ...keysAround(folder).map(each => this.#folders.get(each)),
    ].filter(ids => ids !== undefined);
  }
}

function placesOf(
  desired: readonly {
    repository?: string;
    path?: string;
    files?: readonly string[];
  }[],
): Places {
  const folders = new Map<string, Folder>();
  const files = new Set<string>();
  for (const { repository, path, files: read } of desired) {
    if (repository && path !== undefined) {
      folders.set(placeKey(repository, path), { repository, path });
    }
    if (repository) {
      read?.forEach(file => files.add(placeKey(repository, file)));
    }
  }
  return { folders: [...folders.values()], files: [...files] };
}

function keyOf({ repository, path }: Folder): string {
  return placeKey(repository, path);
}

/** The folders around one, the repository's root included. Kept for each target they would be most of the index. */
function keysAround({ repository, path }: Folder): string[] {
  const parts = path === '' ? [] : path.split('/');
  return parts.map((_, index) =>
    placeKey(repository, parts.slice(0, index).join('/')),
  );
}

function add(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  if (ids) {
    ids.add(id);
  } else {
    map.set(key, new Set([id]));
  }
}

function remove(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  ids?.delete(id);
  if (ids?.size === 0) {
    map.delete(key);
  }
}
