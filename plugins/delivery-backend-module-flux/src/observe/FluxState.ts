import { createHash } from 'node:crypto';
import type {
  ClusterPlace,
  DeploymentItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { mapApplier } from '../mapping/mapApplier';
import type { ApplierFacts, Facts } from '../objects/facts';
import { IMAGE_KINDS, objectKey } from '../objects/kinds';
import { ObjectTable } from './ObjectTable';

/** What was reported of a target. */
interface Reported {
  scope: string;
  hash?: number;
  /** Keys of the objects that it was made from, found or not. */
  from: Set<string>;
}

/**
 * What is known of a cluster while it is observed. Lanes write into it; what changed by that is taken out as items. A
 * target is told anew where the object itself changed or one that it was made from, and only if that makes a
 * difference.
 */
export class FluxState {
  readonly #table: ObjectTable;
  readonly #targets = new Map<string, Reported>();
  /** Scope → keys whose target may have changed. */
  readonly #dirty = new Map<string, Set<string>>();

  constructor(
    cluster: ClusterPlace,
    private readonly onDirty: () => void = () => {},
  ) {
    this.#table = new ObjectTable(cluster);
  }

  /** Scopes in which something may have changed. */
  dirtyScopes(): string[] {
    return [...this.#dirty.keys()];
  }

  /** The number of targets in a scope that may have changed. */
  dirtyCount(scope: string): number {
    return this.#dirty.get(scope)?.size ?? 0;
  }

  /** The keys of a scope's objects. */
  keysOf(scope: string): string[] {
    return this.#table.keysOf(scope);
  }

  /** Takes an object's newest state; `report`: tells its target even if nothing changed. */
  apply(scope: string, facts: Facts, report: boolean): void {
    const key = objectKey(facts);
    const before = this.#table.get(key);
    const changed =
      before?.scope !== scope ||
      JSON.stringify(before.facts) !== JSON.stringify(facts);
    if (changed) {
      this.#table.set(key, { scope, facts });
      this.#markAround(key, before?.facts, facts);
    }
    if (isApplier(facts)) {
      const target = this.#targets.get(key) ?? { scope, from: new Set() };
      this.#targets.set(key, {
        ...target,
        scope,
        ...(report && { hash: undefined }),
      });
      if (changed || report) {
        this.#mark(key);
      }
    }
  }

  /** Forgets an object; true where it was known. */
  remove(key: string): boolean {
    const record = this.#table.get(key);
    if (!record) {
      return false;
    }
    this.#table.delete(key);
    this.#targets.delete(key);
    this.#dirty.get(record.scope)?.delete(key);
    this.#markAround(key, record.facts, undefined);
    return true;
  }

  /** Says whether the objects of a kind can be seen: whether one that is not known is missing. */
  setVisible(
    kind: string,
    namespace: string | undefined,
    visible: boolean,
  ): void {
    this.#table.setVisible(kind, namespace, visible);
    for (const [key, { from }] of this.#targets) {
      if ([...from].some(one => one.startsWith(`${kind}/`))) {
        this.#mark(key);
      }
    }
  }

  /**
   * Takes out the items of some targets of a scope that changed since they were reported.
   *
   * @param atLeast - takes targets until there are as many items, where there are
   */
  takeChanged(scope: string, atLeast: number): (TargetItem | DeploymentItem)[] {
    const dirty = this.#dirty.get(scope);
    const items: (TargetItem | DeploymentItem)[] = [];
    for (const key of dirty ?? []) {
      if (items.length >= atLeast) {
        return items;
      }
      dirty?.delete(key);
      items.push(...this.#changedItems(key));
    }
    this.#dirty.delete(scope);
    return items;
  }

  #changedItems(key: string): (TargetItem | DeploymentItem)[] {
    const facts = this.#table.get(key)?.facts;
    const target = this.#targets.get(key);
    if (!target || !facts || !isApplier(facts)) {
      return [];
    }
    target.from = new Set();
    const items = mapApplier(
      facts,
      this.#table.surroundings(looked => target.from.add(looked)),
    );
    const hash = hashOf(items);
    if (target.hash === hash) {
      return [];
    }
    target.hash = hash;
    return items;
  }

  #markAround(
    key: string,
    before: Facts | undefined,
    after: Facts | undefined,
  ): void {
    const facts = after ?? before;
    if (!facts) {
      return;
    }
    for (const each of [before, after]) {
      if (each?.kind === 'HelmWorkload') {
        this.#mark(objectKey(each.release));
      }
    }
    const concernsAll =
      IMAGE_KINDS.some(kind => kind === facts.kind) ||
      this.#table.feedsAutomation(key);
    for (const [target, { from }] of this.#targets) {
      if (concernsAll || from.has(key)) {
        this.#mark(target);
      }
    }
  }

  #mark(key: string): void {
    const target = this.#targets.get(key);
    if (target) {
      const dirty = this.#dirty.get(target.scope) ?? new Set();
      this.#dirty.set(target.scope, dirty.add(key));
      this.onDirty();
    }
  }
}

function isApplier(facts: Facts): facts is ApplierFacts {
  return facts.kind === 'Kustomization' || facts.kind === 'HelmRelease';
}

function hashOf(items: readonly unknown[]): number {
  return createHash('sha1')
    .update(JSON.stringify(items))
    .digest()
    .readUIntBE(0, 6);
}
