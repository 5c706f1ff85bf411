import {
  Lru,
  type CommitItem,
  type PullRequestItem,
} from '@throughline/plugin-delivery-node';
import type { RepositoryFacts } from '../map/RepositoryFacts';

/** What saves calls while the portal runs; a restart can do without. */
export class Memory {
  /** By identity. */
  repositories = new Lru<RepositoryFacts>(10_000);
  /** Commits as they were told, by key. */
  commits = new Lru<CommitItem>(20_000);
  /** Open pull requests as they were told, by key. */
  pulls = new Lru<PullRequestItem>(20_000);
  /** Commits that the upstream does not have, with the time of asking. */
  missing = new Lru<number>(5_000);
  #looked = new Lru<number>(100_000);

  /** Nothing that was noted is to be relied on. */
  reset(): void {
    this.repositories = new Lru(10_000);
    this.commits = new Lru(20_000);
    this.pulls = new Lru(20_000);
    this.missing = new Lru(5_000);
    this.#looked = new Lru(100_000);
  }

  /** Whether a part of a repository was not looked at for so long, in milliseconds. */
  isDue(identity: string, part: string, ms: number): boolean {
    const looked = this.#looked.get(`${identity} ${part}`) ?? -Infinity;
    return Date.now() - looked >= ms;
  }

  looked(identity: string, part: string): void {
    this.#looked.set(`${identity} ${part}`, Date.now());
  }
}
