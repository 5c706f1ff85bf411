import type { z } from 'zod';
import {
  SourceFailure,
  type Observation,
  type ObserveContext,
  type RepositoryInterest,
} from '../contract';
import { FailureTally } from './FailureTally';
import { fingerprint } from './fingerprint';
import { interleave } from './interleave';
import { isWholesale } from './isWholesale';
import { Problems } from './Problems';
import { RepositoryCursor } from './RepositoryCursor';
import { RepositoryGone } from './RepositoryGone';
import { PartFailure } from './tellParts';
import { Turns } from './Turns';

/** After so many repositories there is a checkpoint, so that a restart does not begin all over. */
const CHECKPOINT_EVERY = 20;

/**
 * One repository's turn in a round.
 *
 * @public
 */
export interface RepositoryTurn<TState> {
  /** See `repositoryIdentity`. */
  identity: string;
  interest: RepositoryInterest;
  /** What was told of it; write into it what is told, once that was taken. */
  state: TState;
  /** True where a hint named it, or the interest in it is new: all of it is to be looked at. */
  hinted: boolean;
  /** True where something happened there lately. */
  hot: boolean;
  context: ObserveContext;
  /** Tells a problem that is not of this repository alone, or its end where `reason` is absent. */
  remark(scope: string, reason?: string): void;
}

/**
 * Tells what is new in one repository. Returns whether something is under way there.
 *
 * @public
 */
export type RepositoryLook<TState> = (
  turn: RepositoryTurn<TState>,
) => AsyncGenerator<Observation, boolean>;

/**
 * How {@link RepositoryRounds} is made.
 *
 * @public
 */
export interface RepositoryRoundsOptions<TState> {
  /** The kinds of scopes that each repository has, such as `branches`. */
  scopes: readonly string[];
  /** Of what is remembered of a repository; `{}` is one of which nothing was told. */
  state: z.ZodType<TState>;
  /** How many repositories are looked at at a time. */
  parallel: number;
  /** After so long no further repository is begun; the others come first in the next round. In milliseconds. */
  longestMs: number;
  /** Called where what was noted in memory may not have been stored, and must not be relied on. */
  distrust(): void;
}

/**
 * Looks at the repositories of interest of one upstream in turn, pass after pass: several at a time, hinted and lively
 * ones first, each failure its own, and with a checkpoint every now and then.
 *
 * @public
 */
export class RepositoryRounds<TState> {
  readonly #turns = new Turns();
  readonly #reasons = new Map<string, string>();
  readonly #interests = new Map<string, string>();
  #settled: string | undefined;

  constructor(private readonly options: RepositoryRoundsOptions<TState>) {}

  /**
   * One pass.
   *
   * @param interests - those of this upstream
   * @throws SourceFailure where the upstream as a whole fails
   */
  async *observe(
    context: ObserveContext,
    interests: readonly RepositoryInterest[],
    look: RepositoryLook<TState>,
  ): AsyncGenerator<Observation> {
    context.signal.throwIfAborted();
    this.#resume(context.cursor);
    const cursor = RepositoryCursor.parse(context.cursor, this.options.state);
    const problems = new Problems(cursor.problems, this.#reasons);
    const isHint = context.reason === 'hint';
    const hinted = new Set(context.hints.map(({ subject }) => subject));
    interests
      .filter(interest => this.#isNews(interest, cursor))
      .forEach(({ repository }) => hinted.add(repository));
    const wanted = this.#turns.inOrder(
      interests.filter(({ repository }) => !isHint || hinted.has(repository)),
      ({ repository }) => repository,
      hinted,
    );
    const round = {
      context,
      cursor,
      problems,
      look,
      tally: new FailureTally(),
      end: Date.now() + this.options.longestMs,
      done: 0,
      left: 0,
    };
    yield* interleave(
      wanted.map(
        interest => () =>
          this.#turn(round, interest, hinted.has(interest.repository)),
      ),
      this.options.parallel,
    );
    round.tally.throwIfAll(!isHint && round.left === 0);
    yield { type: 'alive' };
    if (!isHint) {
      this.#tellBacklog(round, wanted);
      yield* this.#forget(cursor, problems, interests);
      yield* problems.told();
      yield* problems.stillOpen();
    }
    if (cursor.toString() !== context.cursor) {
      yield* this.#checkpoint(cursor);
    }
    this.#settled = cursor.toString();
  }

  async *#turn(
    round: Round<TState>,
    interest: RepositoryInterest,
    hinted: boolean,
  ): AsyncGenerator<Observation> {
    const { context, cursor, problems, tally } = round;
    const { repository: identity } = interest;
    if (Date.now() > round.end) {
      round.left += 1;
      return;
    }
    const failed = new Map<string, string>();
    try {
      const active = yield* round.look({
        identity,
        interest,
        state: cursor.state(identity),
        hinted,
        hot: this.#turns.isHot(identity),
        context,
        remark: (scope, reason) =>
          reason === undefined
            ? problems.clear(scope)
            : problems.add(scope, reason),
      });
      if (active || context.hints.some(hint => hint.subject === identity)) {
        this.#turns.heat(identity);
      }
      this.#interests.set(identity, fingerprint(interest));
      tally.good();
    } catch (error) {
      if (context.signal.aborted || isWholesale(error)) {
        throw error;
      }
      const failure = error as SourceFailure;
      if (
        failure instanceof RepositoryGone ||
        (failure instanceof PartFailure && !failure.isWhole)
      ) {
        tally.good();
      } else {
        tally.bad(failure);
      }
      if (failure instanceof PartFailure) {
        failure.parts.forEach(({ message }, kind) =>
          failed.set(`${identity}/${kind}`, message),
        );
      } else {
        failed.set(`${identity}/`, failure.message);
      }
    }
    this.#turns.looked(identity);
    for (const scope of this.#problemScopes(identity)) {
      const reason = failed.get(scope);
      if (reason === undefined) {
        problems.clear(scope);
      } else {
        problems.add(scope, `${identity}: ${reason}`);
      }
    }
    yield* problems.told();
    round.done += 1;
    if (round.done % CHECKPOINT_EVERY === 0) {
      yield* this.#checkpoint(cursor);
    }
  }

  /**
   * What the last pass noted as told is to be trusted only where the cursor that went with it was stored: one that was
   * cut short may have told what nobody kept.
   */
  #resume(cursor: string | undefined): void {
    if (cursor === undefined || cursor !== this.#settled) {
      this.#turns.reset();
      this.#interests.clear();
      this.options.distrust();
    }
    this.#settled = undefined;
  }

  *#checkpoint(cursor: RepositoryCursor<TState>): Generator<Observation> {
    this.#settled = cursor.toString();
    yield { type: 'checkpoint', cursor: this.#settled };
    // Whoever asks on will have more noted than this cursor holds.
    this.#settled = undefined;
  }

  /**
   * Whether a repository has become of interest, or in another way, since it was looked at. After a restart, what was
   * told before is no news.
   */
  #isNews(
    interest: RepositoryInterest,
    cursor: RepositoryCursor<TState>,
  ): boolean {
    const { repository } = interest;
    const before = this.#interests.get(repository);
    return before === undefined
      ? !cursor.has(repository)
      : before !== fingerprint(interest);
  }

  #problemScopes(identity: string): string[] {
    return [
      `${identity}/`,
      ...this.options.scopes.map(kind => `${identity}/${kind}`),
    ];
  }

  #tellBacklog(
    round: Round<TState>,
    wanted: readonly RepositoryInterest[],
  ): void {
    const untouched = wanted.some(
      ({ repository }) => !this.#turns.wasLookedAt(repository),
    );
    if (round.left > 0 && untouched) {
      round.problems.add(
        'backlog',
        'Some repositories wait for their first turn: more was to be read than the share of the rate limit allows for now',
      );
    } else {
      round.problems.clear('backlog');
    }
  }

  /** What is of no interest any more goes. */
  *#forget(
    cursor: RepositoryCursor<TState>,
    problems: Problems,
    interests: readonly RepositoryInterest[],
  ): Generator<Observation> {
    const kept = new Set(interests.map(({ repository }) => repository));
    this.#turns.keep(kept);
    for (const identity of [...this.#interests.keys()]) {
      if (!kept.has(identity)) {
        this.#interests.delete(identity);
      }
    }
    for (const identity of cursor.identities()) {
      if (!kept.has(identity)) {
        cursor.delete(identity);
        this.#problemScopes(identity).forEach(scope => problems.clear(scope));
        for (const kind of this.options.scopes) {
          yield { type: 'listing', scope: `${identity}/${kind}` };
          yield { type: 'listed', scope: `${identity}/${kind}` };
        }
      }
    }
  }
}

interface Round<TState> {
  context: ObserveContext;
  cursor: RepositoryCursor<TState>;
  problems: Problems;
  look: RepositoryLook<TState>;
  tally: FailureTally;
  end: number;
  done: number;
  left: number;
}
