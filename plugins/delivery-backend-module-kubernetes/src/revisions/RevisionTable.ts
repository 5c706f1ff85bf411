import { packUid } from '../pods/packUid';
import type { Revision, RevisionFacts } from './RevisionFacts';

const MAX_REVISIONS = 12;

/** Stands for a revision of which only its existence counts. */
const NO_HISTORY = '';

/**
 * The revisions of workloads, by workload. Each is kept as JSON, as there are ten of them for each workload and they
 * are seldom looked at. All uids are packed.
 */
export class RevisionTable {
  /** Revision → workload, of those that may have pods. */
  readonly #owners = new Map<string, string>();
  /** Workload → revision → JSON. */
  readonly #revisions = new Map<string, Map<string, string>>();
  readonly #withoutHistory: Set<string>;

  /** @param before - the table that this one is to replace */
  constructor(before?: RevisionTable) {
    this.#withoutHistory = new Set(before ? before.#withoutHistory : []);
  }

  /** Takes a revision's newest state; returns the workload where anything changed. */
  apply(facts: RevisionFacts): string | undefined {
    const { revision } = facts;
    const uid = packUid(facts.uid);
    const owner = packUid(facts.owner);
    const hasHistory = !this.#withoutHistory.has(owner);
    if (!hasHistory && !revision.active) {
      return this.#delete(owner, uid);
    }
    const known = this.#revisions.get(owner) ?? new Map<string, string>();
    const text = hasHistory ? JSON.stringify(revision) : NO_HISTORY;
    if (known.get(uid) === text) {
      return undefined;
    }
    if (revision.active) {
      this.#owners.set(uid, owner);
    } else {
      this.#owners.delete(uid);
    }
    this.#revisions.set(owner, known.set(uid, text));
    if (hasHistory && known.size > MAX_REVISIONS) {
      this.#dropOldest(known);
    }
    return owner;
  }

  /** Forgets a revision; returns the workload where it was known. */
  remove(uid: string): string | undefined {
    const packed = packUid(uid);
    const owner = this.#owners.get(packed) ?? this.#ownerOfInactive(packed);
    return owner === undefined ? undefined : this.#delete(owner, packed);
  }

  /** The workload of a revision that may have pods. */
  ownerOf(revision: string): string | undefined {
    return this.#owners.get(revision);
  }

  /** A workload's revisions that may have pods, and maybe others. */
  controllersOf(workload: string): string[] {
    return [...(this.#revisions.get(workload)?.keys() ?? [])];
  }

  /** A workload's revisions, oldest first. */
  revisionsOf(workload: string): Revision[] {
    return [...(this.#revisions.get(workload)?.values() ?? [])]
      .filter(text => text !== NO_HISTORY)
      .map(text => JSON.parse(text) as Revision)
      .sort((one, other) => one.revision - other.revision);
  }

  /** All workloads that have revisions. */
  workloads(): string[] {
    return [...this.#revisions.keys()];
  }

  /** Keeps of a workload's revisions, from now on, only which of them may have pods. */
  dropHistory(workload: string): void {
    if (this.#withoutHistory.has(workload)) {
      return;
    }
    this.#withoutHistory.add(workload);
    const known = this.#revisions.get(workload) ?? new Map<string, string>();
    for (const [uid, text] of known) {
      if ((JSON.parse(text) as Revision).active) {
        known.set(uid, NO_HISTORY);
      } else {
        known.delete(uid);
        this.#owners.delete(uid);
      }
    }
    if (known.size === 0) {
      this.#revisions.delete(workload);
    }
  }

  /** Says that a workload is gone. */
  forget(workload: string): void {
    this.#withoutHistory.delete(workload);
  }

  #delete(workload: string, revision: string): string | undefined {
    this.#owners.delete(revision);
    const known = this.#revisions.get(workload);
    if (!known?.delete(revision)) {
      return undefined;
    }
    if (known.size === 0) {
      this.#revisions.delete(workload);
    }
    return workload;
  }

  /** They are many, and are removed one at a time: looking for one costs less than an index of all. */
  #ownerOfInactive(packed: string): string | undefined {
    for (const [workload, known] of this.#revisions) {
      if (known.has(packed)) {
        return workload;
      }
    }
    return undefined;
  }

  #dropOldest(known: Map<string, string>): void {
    const [oldest] = [...known]
      .map(([uid, text]) => ({
        uid,
        revision: (JSON.parse(text) as Revision).revision,
      }))
      .sort((one, other) => one.revision - other.revision);
    known.delete(oldest.uid);
    this.#owners.delete(oldest.uid);
  }
}
