import type { SourceError } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import {
  addMalformed,
  type Budget,
  type MalformedByScope,
  parseSourceRow,
  removeMalformed,
  type SourceState,
} from './sourceState';
import type { SourceRow } from './rows';

/** A success is written at most this often, unless there is something else to write. */
const SUCCESS_EVERY_MS = 5000;

/** The most scopes of which problems are kept. */
const MAX_PROBLEMS = 500;

/**
 * What a source's row says, kept while one replica collects it, so that what changes nothing writes nothing.
 */
export class SourceLedger {
  readonly #state: SourceState;
  readonly #listed = new Map<string, MalformedByScope[string]>();
  readonly #reported = new Set<string>();
  #changes: Partial<SourceRow> = {};
  #success: number | undefined;
  #answered = false;

  constructor(row: SourceRow | undefined, private readonly now: () => number) {
    this.#state = parseSourceRow(row);
  }

  get cursor(): string | undefined {
    return this.#state.cursor;
  }

  get failing(): boolean {
    return this.#state.error !== undefined;
  }

  get answered(): boolean {
    return this.#answered;
  }

  /** Whether there is something that is not to wait for the next batch. */
  get due(): boolean {
    return (
      Object.keys(this.#changes).length > 0 ||
      (this.#success !== undefined &&
        this.#success - (this.#state.lastSuccessAt ?? 0) >= SUCCESS_EVERY_MS)
    );
  }

  /** The upstream answered, and all is well. */
  succeeded(): void {
    this.#answered = true;
    this.#success = this.now();
    if (this.#state.error) {
      this.#state.error = undefined;
      Object.assign(this.#changes, {
        error_kind: null,
        error_message: null,
        error_since: null,
        last_success_at: this.#success,
      });
    }
  }

  failed(kind: SourceError['kind'], message: string): void {
    const clean = cleanMessage(message);
    const since = this.#state.error?.since ?? this.now();
    if (
      this.#state.error?.kind !== kind ||
      this.#state.error.message !== clean
    ) {
      this.#state.error = { kind, message: clean, since };
      Object.assign(this.#changes, {
        error_kind: kind,
        error_message: clean,
        error_since: since,
      });
    }
  }

  checkpoint(cursor: string): void {
    if (cursor !== this.#state.cursor) {
      this.#state.cursor = cursor;
      this.#changes.cursor = cursor;
    }
  }

  /** Not due by itself: upstreams count down with every call. */
  budget(budget: Budget): void {
    this.#state.budget = budget;
  }

  /** @returns whether a problem has come up or is over */
  problem(scope: string, reason: string | undefined): boolean {
    const clean = reason === undefined ? undefined : cleanMessage(reason);
    const known = this.#state.problems[scope];
    this.#reported.add(scope);
    if (known?.reason === clean) {
      return false;
    }
    if (clean === undefined) {
      delete this.#state.problems[scope];
    } else if (known || this.#problemCount() < MAX_PROBLEMS) {
      this.#state.problems[scope] = {
        reason: clean,
        since: known?.since ?? this.now(),
      };
    }
    this.#changes.problems = JSON.stringify(this.#state.problems);
    return (
      (known === undefined) !== (this.#state.problems[scope] === undefined)
    );
  }

  /** A whole pass went by: what it did not complain of is mended, or is no longer looked at. */
  unreportedProblems(): string[] {
    return Object.keys(this.#state.problems).filter(
      scope => !this.#reported.has(scope),
    );
  }

  listing(scope: string): void {
    this.#listed.set(scope, { count: 0, items: [] });
  }

  listed(scope: string): void {
    const found = this.#listed.get(scope) ?? { count: 0, items: [] };
    this.#listed.delete(scope);
    const before = this.#state.malformed[scope];
    const same =
      JSON.stringify(before ?? { count: 0, items: [] }) ===
      JSON.stringify(found);
    if (!same) {
      this.#setMalformed(scope, found);
    }
  }

  malformed(
    scope: string,
    item: { kind: string; key: string; reason: string },
  ): void {
    const known = this.#state.malformed[scope];
    const at =
      known?.items.find(
        other => other.key === item.key && other.reason === item.reason,
      )?.at ?? this.now();
    const entry = { ...item, reason: cleanMessage(item.reason), at };
    const listed = this.#listed.get(scope);
    if (listed) {
      this.#listed.set(scope, addMalformed(listed, entry));
    } else {
      const next = addMalformed(known, entry);
      if (JSON.stringify(next) !== JSON.stringify(known)) {
        this.#setMalformed(scope, next);
      }
    }
  }

  /** The item can be read, or is gone. */
  readable(scope: string, kind: string, key: string): void {
    const known = this.#state.malformed[scope];
    if (known?.items.some(item => item.kind === kind && item.key === key)) {
      this.#setMalformed(scope, removeMalformed(known, kind, key));
    }
  }

  /** What is to be written of the row, all in one. */
  changes(): Partial<SourceRow> | undefined {
    if (!this.due) {
      return undefined;
    }
    return {
      ...this.#changes,
      ...(this.#success === undefined
        ? {}
        : { last_success_at: this.#success }),
      ...(this.#state.budget
        ? { budget: JSON.stringify(this.#state.budget) }
        : {}),
    };
  }

  /** What {@link SourceLedger.changes} gave has been stored. */
  stored(): void {
    this.#changes = {};
    this.#state.lastSuccessAt = this.#success ?? this.#state.lastSuccessAt;
    this.#success = undefined;
  }

  #setMalformed(scope: string, next: MalformedByScope[string]): void {
    if (next.count === 0) {
      delete this.#state.malformed[scope];
    } else {
      this.#state.malformed[scope] = next;
    }
    this.#changes.malformed = JSON.stringify(this.#state.malformed);
  }

  #problemCount(): number {
    return Object.keys(this.#state.problems).length;
  }
}
