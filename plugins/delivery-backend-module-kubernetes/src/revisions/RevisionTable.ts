import { packUid } from '../pods/packUid';
import type { RevisionFacts } from './RevisionFacts';

const MAX_REVISIONS = 12;

/** Stands for a revision of which only its existence counts. */
const NO_HISTORY = '';

/**
 * The revisions of workloads, by workload. Each is kept as JSON, as there are ten of them for each workload and they
 * are seldom looked at. All uids are packed.
 */
export class RevisionTable {
  /** Revision → workload. */
  readonly #owners = new Map<string, string>();
  /** Workload → revision → JSON. */
  readonly #revisions = new Map<string, Map<string, string>>();
  readonly #withoutHistory: Set<string>;

  /** @param before - the table that this one is to replace */
  constructor(before?: RevisionTable) {
    this.#withoutHistory = new Set(before ? before.#withoutHistory : []);
  }

  /** Takes a revision's newest state; returns the workload where anything changed. */
  apply(revision: RevisionFacts): string | undefined {
    const uid = packUid(revision.uid);
    const owner = packUid(revision.owner);
    const hasHistory = !this.#withoutHistory.has(owner);
    if (!hasHistory && !revision.active) {
      return this.remove(revision.uid);
    }
    const known = this.#revisions.get(owner) ?? new Map<string, string>();
    const text = hasHistory ? JSON.stringify(revision) : NO_HISTORY;
    if (known.get(uid) === text) {
      return undefined;
    }
    this.#owners.set(uid, owner);
    this.#revisions.set(owner, known.set(uid, text));
    if (hasHistory && known.size > MAX_REVISIONS) {
      this.#dropOldest(known);
    }
    return owner;
  }

  /** Forgets a revision; returns the workload where it was known. */
  remove(uid: string): string | undefined {
    const packed = packUid(uid);
    const owner = this.#owners.get(packed);
    if (owner !== undefined) {
      this.#owners.delete(packed);
      const known = this.#revisions.get(owner);
      known?.delete(packed);
      if (known?.size === 0) {
        this.#revisions.delete(owner);
      }
    }
    return owner;
  }

  /** The workload that a revision belongs to. */
  ownerOf(revision: string): string | undefined {
    return this.#owners.get(revision);
  }

  /** A workload's revisions that may have pods, and maybe others. */
  controllersOf(workload: string): string[] {
    return [...(this.#revisions.get(workload)?.keys() ?? [])];
  }

  /** A workload's revisions, oldest first. */
  revisionsOf(workload: string): RevisionFacts[] {
    return [...(this.#revisions.get(workload)?.values() ?? [])]
      .filter(text => text !== NO_HISTORY)
      .map(text => JSON.parse(text) as RevisionFacts)
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
      if ((JSON.parse(text) as RevisionFacts).active) {
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

  #dropOldest(known: Map<string, string>): void {
    const [oldest] = [...known]
      .map(([uid, text]) => ({
        uid,
        revision: (JSON.parse(text) as RevisionFacts).revision,
      }))
      .sort((one, other) => one.revision - other.revision);
    known.delete(oldest.uid);
    this.#owners.delete(oldest.uid);
  }
}
