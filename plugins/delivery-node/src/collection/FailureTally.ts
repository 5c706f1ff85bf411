import type { SourceFailure } from '../contract';

/** So many in a row that cannot be reached say that the upstream cannot. */
const GIVE_UP_AFTER = 3;

/**
 * Tells a part that fails from an upstream that fails.
 *
 * @public
 */
export class FailureTally {
  #first: SourceFailure | undefined;
  #inRow = 0;
  #good = 0;

  good(): void {
    this.#inRow = 0;
    this.#good += 1;
  }

  /** @throws the failure, where it is one of too many in a row */
  bad(failure: SourceFailure): void {
    this.#first ??= failure;
    this.#inRow += 1;
    if (this.#inRow >= GIVE_UP_AFTER && failure.kind !== 'permission') {
      throw failure;
    }
  }

  /**
   * @param wereAll - whether these were all parts: each has rights of its own, so that some that may not be read say
   *   nothing of the others
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
