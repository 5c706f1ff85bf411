import type { Remembered } from '../api/GithubClient';
import {
  fingerprint,
  Lru,
  type CommitItem,
  type Observation,
  type RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import { MissedDeliveries } from '../webhook/MissedDeliveries';
import { Schedule } from './Schedule';

/** What was told of a commit, as far as it must be told again with it. */
export type ToldCommit = Pick<
  CommitItem,
  'paths' | 'onDefaultBranch' | 'checks'
>;

/** What saves calls while the portal runs; a restart can do without. */
export class Memory {
  readonly schedule = new Schedule();
  readonly missed = new MissedDeliveries();
  etags = new Lru<Remembered>(10_000);
  /** Commits that were told, by repository and SHA. */
  commits = new Lru<ToldCommit>(50_000);
  /** Commits that the upstream does not have, with the time of asking. */
  missing = new Lru<number>(5_000);

  /** What was told of the scopes that have a problem. */
  readonly problems = new Map<string, string>();

  readonly #interests = new Map<string, string>();
  #cursor: string | undefined;

  /**
   * A pass begins. What the last one noted as told is to be trusted only where the cursor that went with it was
   * stored: one that was cut short after its last checkpoint may have told what nobody kept.
   */
  resume(cursor: string | undefined): void {
    if (cursor === undefined) {
      this.schedule.reset();
    }
    if (cursor === undefined || cursor !== this.#cursor) {
      this.etags = new Lru(10_000);
      this.commits = new Lru(50_000);
      this.missing = new Lru(5_000);
    }
    this.#cursor = undefined;
  }

  /** All that was noted goes with this cursor. */
  settle(cursor: string): void {
    this.#cursor = cursor;
  }

  /** Tells a cursor; when more is asked for after it, more will be noted. */
  *checkpoint(cursor: string): Generator<Observation> {
    this.settle(cursor);
    yield { type: 'checkpoint', cursor };
    this.#cursor = undefined;
  }

  /** Whether a repository has become of interest, or in another way, since this was asked last. */
  isNews(interest: RepositoryInterest): boolean {
    const now = fingerprint(interest);
    const before = this.#interests.get(interest.repository);
    this.#interests.set(interest.repository, now);
    return before !== now;
  }

  /** Forgets what is of no interest any more. */
  keep(identities: ReadonlySet<string>): void {
    this.schedule.keep(identities);
    this.missed.keep(identities);
    for (const identity of [...this.#interests.keys()]) {
      if (!identities.has(identity)) {
        this.#interests.delete(identity);
      }
    }
  }
}

/** What is remembered of a commit that is told. */
export function toldOf(item: CommitItem): ToldCommit {
  const { paths, onDefaultBranch, checks } = item;
  return { paths, onDefaultBranch, ...(checks ? { checks } : {}) };
}
