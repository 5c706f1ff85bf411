import type {
  ObserveReason,
  SourceHint,
} from '@throughline/plugin-delivery-node';

/** A pass that is to be made now. */
export interface Errand {
  reason: ObserveReason;
  hints: readonly SourceHint[];
  /** It came to its end. */
  done(): void;
  /** It did not: what it was for is still to be done. */
  failed(): void;
}

/** Hints, and changes of the interests, that come together are answered by one pass. */
const SETTLE_MS = { hint: 100, interests: 1000 };

/** The most subjects that are kept; above them a whole pass is the cheaper answer. */
const MAX_HINTS = 500;

/** What a polled source has to do next, and when. */
export class Agenda {
  #dueAt = -Infinity;
  #started = false;
  #hints = new Map<string, SourceHint>();
  #hintedAt = Infinity;
  #interestsAt = Infinity;

  constructor(
    private readonly pollMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  hint(hint: SourceHint): void {
    if (this.#hints.size < MAX_HINTS) {
      this.#hints.set(hint.subject, hint);
      this.#hintedAt = Math.min(this.#hintedAt, this.now());
    } else {
      this.#dueAt = Math.min(this.#dueAt, this.now());
    }
  }

  interestsChanged(): void {
    this.#interestsAt = Math.min(this.#interestsAt, this.now());
  }

  /** Milliseconds until there is something to do; 0 where there is. */
  wait(): number {
    const at = Math.min(
      this.#dueAt,
      this.#hintedAt + SETTLE_MS.hint,
      this.#interestsAt + SETTLE_MS.interests,
    );
    return Math.max(0, at - this.now());
  }

  /** What is to be done; call it when there is no wait. */
  take(): Errand {
    if (this.#dueAt <= this.now() || !this.#started) {
      return this.#wholePass();
    }
    return this.#hints.size > 0 ? this.#hintPass() : this.#interestsPass();
  }

  #wholePass(): Errand {
    const startedAt = this.now();
    const { hints } = this.#hintPass();
    const interests = this.#interestsPass();
    return {
      reason: this.#started ? 'scheduled' : 'start',
      hints: [],
      done: () => {
        this.#started = true;
        this.#dueAt = startedAt + this.pollMs;
      },
      failed: () => {
        hints.forEach(hint => this.hint(hint));
        interests.failed();
      },
    };
  }

  #hintPass(): Errand {
    const hints = [...this.#hints.values()];
    this.#hints = new Map();
    this.#hintedAt = Infinity;
    return {
      reason: 'hint',
      hints,
      done: () => {},
      failed: () => hints.forEach(hint => this.hint(hint)),
    };
  }

  #interestsPass(): Errand {
    const changedAt = this.#interestsAt;
    this.#interestsAt = Infinity;
    return {
      reason: 'interests',
      hints: [],
      done: () => {},
      failed: () => {
        this.#interestsAt = Math.min(this.#interestsAt, changedAt);
      },
    };
  }
}
