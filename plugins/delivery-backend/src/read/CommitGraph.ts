import type { CommitItem } from '@throughline/plugin-delivery-node';

/** The commits that one commit builds on, itself included, as far as they are known. */
export interface Reach {
  known: ReadonlySet<string>;
  /** Commits that are part of it and not known, so that what lies behind them is not either. */
  missing: ReadonlySet<string>;
  /** What is not known of it is not newer than this time; undefined where all is known. */
  horizon?: number;
}

/** Whether something holds, or cannot be told. */
export type Tristate = 'yes' | 'no' | 'unknown';

/** The stored part of a repository's history. All questions are answered by reachability, or not at all. */
export class CommitGraph {
  readonly #commits = new Map<string, CommitItem>();
  readonly #reaches = new Map<string, Reach>();

  constructor(commits: Iterable<CommitItem>) {
    for (const commit of commits) {
      this.#commits.set(commit.sha, commit);
    }
  }

  get size(): number {
    return this.#commits.size;
  }

  get(sha: string): CommitItem | undefined {
    return this.#commits.get(sha);
  }

  /** All that a commit builds on. */
  reach(sha: string): Reach {
    let reach = this.#reaches.get(sha);
    if (!reach) {
      reach = this.#walk(sha);
      this.#reaches.set(sha, reach);
    }
    return reach;
  }

  /** Whether a commit is part of what another one builds on. */
  isIn(sha: string, reach: Reach): Tristate {
    if (reach.known.has(sha) || reach.missing.has(sha)) {
      return 'yes';
    }
    if (reach.missing.size === 0) {
      return 'no';
    }
    const commit = this.#commits.get(sha);
    // What is hidden behind the cut is older than the cut; a commit that is newer cannot be hidden there.
    return commit &&
      reach.horizon !== undefined &&
      timeOf(commit) > reach.horizon
      ? 'no'
      : 'unknown';
  }

  /**
   * The commits that `from` builds on and that are in none of `without`; undefined where the known history does
   * not reach far enough to tell.
   */
  difference(
    from: readonly string[],
    without: readonly Reach[],
  ): CommitItem[] | undefined {
    const found = new Map<string, CommitItem>();
    const stack = [...from];
    for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
      if (found.has(sha)) {
        continue;
      }
      const states = without.map(reach => this.isIn(sha!, reach));
      if (states.includes('yes')) {
        continue;
      }
      const commit = this.#commits.get(sha);
      if (!commit || states.includes('unknown')) {
        return undefined;
      }
      found.set(sha, commit);
      stack.push(...commit.parents);
    }
    return [...found.values()];
  }

  /** A branch's own line: its head, the first parent of that, and so on; at most `limit`. */
  firstParents(head: string, limit: number): CommitItem[] {
    const line: CommitItem[] = [];
    let commit = this.#commits.get(head);
    while (commit && line.length < limit) {
      line.push(commit);
      commit = this.#commits.get(commit.parents[0] ?? '');
    }
    return line;
  }

  #walk(sha: string): Reach {
    const known = new Set<string>();
    const missing = new Set<string>();
    let horizon: number | undefined;
    const stack = [sha];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (known.has(next)) {
        continue;
      }
      const commit = this.#commits.get(next);
      if (!commit) {
        missing.add(next);
        continue;
      }
      known.add(next);
      for (const parent of commit.parents) {
        stack.push(parent);
        if (!this.#commits.has(parent)) {
          horizon = Math.max(horizon ?? 0, timeOf(commit));
        }
      }
    }
    return { known, missing, ...(horizon === undefined ? {} : { horizon }) };
  }
}

/** When a commit was made, in milliseconds; an unreadable time counts as long ago. */
export function timeOf(commit: Pick<CommitItem, 'committedAt'>): number {
  return Date.parse(commit.committedAt) || 0;
}
