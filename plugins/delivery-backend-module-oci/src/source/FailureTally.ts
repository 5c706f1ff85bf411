import type { SourceFailure } from '@throughline/plugin-delivery-node';
import type { Outcome } from './Outcome';

/** So many repositories in a row that cannot be reached say that the registry cannot. */
const GIVE_UP_AFTER = 5;

/** Tells a part that fails from a registry that fails. */
export class FailureTally {
  #first: SourceFailure | undefined;
  #inRow = 0;
  #good = 0;

  count(outcome: Outcome): void {
    if (!('failure' in outcome)) {
      this.#inRow = 0;
      this.#good += 1;
      return;
    }
    const { failure } = outcome;
    this.#first ??= failure;
    this.#inRow += 1;
    const outage = failure.kind === 'unreachable' || failure.kind === 'timeout';
    if (outage && this.#inRow >= GIVE_UP_AFTER) {
      throw failure;
    }
  }

  /**
   * @param wereAll - whether these were all repositories: some that may not be read say nothing of the others
   * @throws the first failure, where nothing was good
   */
  throwIfAll(wereAll: boolean): void {
    if (
      this.#first &&
      this.#good === 0 &&
      (wereAll || this.#first.kind !== 'permission')
    ) {
      throw this.#first;
    }
  }
}
