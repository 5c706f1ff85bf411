import { createHash } from 'node:crypto';
import { Lru } from '@throughline/plugin-delivery-node';

/**
 * Spreads the comparison of tags with their digests over time: each repository has its own moment in each interval,
 * so that a restart does not bring all of them at once.
 */
export class VerifySchedule {
  readonly #done = new Lru<number>(50_000);
  readonly #begin: number;

  constructor(
    private readonly intervalMs: number,
    private readonly now: () => number = Date.now,
  ) {
    this.#begin = now();
  }

  isDue(repository: string): boolean {
    const offset =
      (createHash('sha256').update(repository).digest().readUInt32BE() /
        2 ** 32) *
      this.intervalMs;
    const first = this.#begin + offset;
    const done = this.#done.get(repository);
    return done === undefined
      ? this.now() >= first
      : this.now() - done >= this.intervalMs;
  }

  done(repository: string): void {
    this.#done.set(repository, this.now());
  }
}
