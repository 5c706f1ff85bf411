import type { ObjectPointer } from '@throughline/plugin-delivery-node';
import type { ClusterAlias } from '../config/linking';
import { FolderIndex } from './FolderIndex';
import type { TargetFacts } from './TargetFacts';

/** These words mean another cluster to each who says them, and join nothing unless configuration says what they are. */
const RELATIVE =
  /^(?:in-cluster|https:\/\/kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?(?::443)?)$/;

/** All targets, and which of them manages which. */
export class TargetIndex {
  readonly #targets = new Map<string, TargetFacts>();
  readonly #workloads = new Map<string, string>();
  readonly #managers = new Map<string, string>();
  readonly #folders = new FolderIndex();

  constructor(private readonly clusters: readonly ClusterAlias[] = []) {}

  get size(): number {
    return this.#targets.size;
  }

  get(id: string): TargetFacts | undefined {
    return this.#targets.get(id);
  }

  all(): IterableIterator<TargetFacts> {
    return this.#targets.values();
  }

  /** @returns the ids of the targets that stand in another light now, itself included */
  set(target: TargetFacts): Set<string> {
    const touched = this.#remove(target.id);
    // What is made of other targets only deploys nothing from the folders that it spans.
    this.#folders
      .set(target.id, target.parent ? [] : target.desired)
      .forEach(id => touched.add(id));
    this.#targets.set(target.id, target);
    for (const key of this.#ownKeys(target)) {
      this.#workloads.set(key, target.id);
    }
    for (const key of this.#managedKeys(target)) {
      this.#managers.set(key, target.id);
    }
    this.#addNeighbours(target, touched);
    return touched;
  }

  /** @returns the ids of the targets that stand in another light now, itself included */
  delete(id: string): Set<string> {
    const touched = this.#remove(id);
    this.#folders.delete(id).forEach(each => touched.add(each));
    return touched;
  }

  /** See {@link FolderIndex.usersOf}. */
  usersOf(target: TargetFacts): Record<string, number> | undefined {
    return this.#folders.usersOf(target.id);
  }

  #remove(id: string): Set<string> {
    const touched = new Set([id]);
    const target = this.#targets.get(id);
    if (target) {
      this.#addNeighbours(target, touched);
      this.#targets.delete(id);
      removeIfOf(this.#workloads, this.#ownKeys(target), id);
      removeIfOf(this.#managers, this.#managedKeys(target), id);
    }
    return touched;
  }

  /** The application that manages a workload. */
  managerOf(target: TargetFacts): TargetFacts | undefined {
    for (const key of this.#ownKeys(target)) {
      const manager = this.#targets.get(this.#managers.get(key) ?? '');
      if (manager) {
        return manager;
      }
    }
    return undefined;
  }

  /** The workloads that an application manages, as far as any source sees them. */
  managedBy(target: TargetFacts): TargetFacts[] {
    const found = new Map<string, TargetFacts>();
    for (const key of this.#managedKeys(target)) {
      const workload = this.#targets.get(this.#workloads.get(key) ?? '');
      if (workload) {
        found.set(workload.id, workload);
      }
    }
    return [...found.values()];
  }

  #addNeighbours(target: TargetFacts, touched: Set<string>): void {
    const manager = this.managerOf(target);
    if (manager) {
      touched.add(manager.id);
      this.managedBy(manager).forEach(each => touched.add(each.id));
    }
    this.managedBy(target).forEach(each => touched.add(each.id));
  }

  #ownKeys(target: TargetFacts): string[] {
    return target.type === 'workload'
      ? this.#keys(target, {
          group: target.group,
          kind: target.resource,
          namespace: target.namespace,
          name: target.name,
        })
      : [];
  }

  #managedKeys(target: TargetFacts): string[] {
    return target.manages.flatMap(pointer => this.#keys(target, pointer));
  }

  #keys(target: TargetFacts, pointer: ObjectPointer): string[] {
    const object = [
      pointer.group ?? '',
      pointer.kind,
      pointer.namespace ?? target.runsIn ?? '',
      pointer.name,
    ].join('/');
    return [...this.#places(target)].map(place => `${place} ${object}`);
  }

  #places(target: TargetFacts): Set<string> {
    const places = new Set<string>();
    for (const word of [target.cluster?.name, target.cluster?.server]) {
      const clean = word && normalise(word);
      if (clean) {
        const alias = this.clusters.find(
          each =>
            normalise(each.name) === clean ||
            each.aliases.some(
              other =>
                normalise(other.word) === clean &&
                (other.source === undefined ||
                  other.source === target.sourceId),
            ),
        );
        if (alias) {
          places.add(normalise(alias.name));
        } else if (!RELATIVE.test(clean)) {
          places.add(clean);
        }
      }
    }
    return places;
  }
}

function normalise(word: string): string {
  return word.trim().replace(/\/+$/, '').toLocaleLowerCase('en-US');
}

function removeIfOf(
  map: Map<string, string>,
  keys: readonly string[],
  id: string,
): void {
  for (const key of keys) {
    if (map.get(key) === id) {
      map.delete(key);
    }
  }
}
