import type {
  ObserveReason,
  SourceHint,
} from '@throughline/plugin-delivery-node';

/** A pass that is to be made now. */
export interface Errand {
  reason: ObserveReason;
  hints: readonly SourceHint[];
  /** Whether it goes on where a pass that made way for hints was left. */
  resumes: boolean;
  /** Milliseconds until it is to make way for the hints that wait; infinite where none wait, or it is not to. */
  makesWayIn(): number;
  /** It came to its end. */
  done(): void;
  /** It did not: what it was for is still to be done. */
  failed(): void;
  /** It made way for hints, and goes on after them. */
  interrupted(): void;
}

/** Hints, and changes of the interests, that come together are answered by one pass. */
const SETTLE_MS = { hint: 100, interests: 1000 };

/** The most subjects that are kept; above them a whole pass is the cheaper answer. */
const MAX_HINTS = 500;

/** A pass that has been under way for so long makes way for hints. */
const PATIENCE_MS = 1000;

/** Passes make way at most this often, and each one so many times: hints that never end must not starve them. */
const MAKE_WAY_EVERY_MS = 10_000;
const MAKE_WAY_TIMES = 3;

/** What a polled source has to do next, and when. */
export class Agenda {
  #dueAt = -Infinity;
  #started = false;
  #hints = new Map<string, SourceHint>();
  #hintedAt = Infinity;
  #interestsAt = Infinity;
  #hintsFirst = false;
  #madeWayAt = -Infinity;
  #madeWay = 0;

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
    const at = Math.min(this.#dueAt, this.#hintsDueAt, this.#interestsDueAt);
    return Math.max(0, at - this.now());
  }

  /** What is to be done; call it when there is no wait. */
  take(): Errand {
    const hintsFirst = this.#hintsFirst && this.#hints.size > 0;
    this.#hintsFirst = false;
    if (!hintsFirst && (this.#dueAt <= this.now() || !this.#started)) {
      return this.#wholePass();
    }
    // In the order in which they are due: hints that never end would keep changed interests waiting for ever.
    return hintsFirst || this.#hintsDueAt < this.#interestsDueAt
      ? this.#hintPass()
      : this.#interestsPass();
  }

  get #hintsDueAt(): number {
    return this.#hintedAt + SETTLE_MS.hint;
  }

  get #interestsDueAt(): number {
    return this.#interestsAt + SETTLE_MS.interests;
  }

  #wholePass(): Errand {
    const startedAt = this.now();
    const { hints } = this.#hintPass();
    const interests = this.#interestsPass();
    const failed = () => {
      this.#keep(hints);
      interests.failed();
    };
    return {
      ...this.#makingWay(startedAt, failed),
      reason: this.#started ? 'scheduled' : 'start',
      hints: [],
      done: () => {
        this.#madeWay = 0;
        this.#started = true;
        this.#dueAt = startedAt + this.pollMs;
      },
      failed,
    };
  }

  #hintPass(): Errand {
    const hints = [...this.#hints.values()];
    this.#hints = new Map();
    this.#hintedAt = Infinity;
    const failed = () => this.#keep(hints);
    return {
      reason: 'hint',
      hints,
      resumes: false,
      makesWayIn: () => Infinity,
      done: () => {},
      failed,
      interrupted: failed,
    };
  }

  #interestsPass(): Errand {
    const changedAt = this.#interestsAt;
    this.#interestsAt = Infinity;
    const failed = () => {
      this.#interestsAt = Math.min(this.#interestsAt, changedAt);
    };
    return {
      ...this.#makingWay(this.now(), failed),
      reason: 'interests',
      hints: [],
      done: () => {
        this.#madeWay = 0;
      },
      failed,
    };
  }

  #makingWay(
    startedAt: number,
    failed: () => void,
  ): Pick<Errand, 'resumes' | 'makesWayIn' | 'interrupted'> {
    return {
      resumes: this.#madeWay > 0,
      makesWayIn: () =>
        this.#hints.size === 0 || this.#madeWay >= MAKE_WAY_TIMES
          ? Infinity
          : Math.max(
              startedAt + PATIENCE_MS,
              this.#madeWayAt + MAKE_WAY_EVERY_MS,
              this.#hintsDueAt,
            ) - this.now(),
      interrupted: () => {
        this.#madeWay += 1;
        this.#madeWayAt = this.now();
        this.#hintsFirst = true;
        failed();
      },
    };
  }

  #keep(hints: readonly SourceHint[]): void {
    hints.forEach(hint => this.hint(hint));
  }
}
