import {
  RepositoryGone,
  type SourceFailure,
} from '@throughline/plugin-delivery-node';

/** So many repositories in a row that cannot be reached say that the host cannot. */
const GIVE_UP_AFTER = 5;

/** Tells a repository that fails from a host that fails. */
export class FailureTally {
  #first: SourceFailure | undefined;
  #inRow = 0;
  #good = 0;

  succeeded(): void {
    this.#inRow = 0;
    this.#good += 1;
  }

  /** @throws SourceFailure the failure, where it is the host's */
  failed(failure: SourceFailure): void {
    if (failure instanceof RepositoryGone) {
      // The host has answered, and other repositories may well be there.
      this.succeeded();
      return;
    }
    this.#first ??= failure;
    this.#inRow += 1;
    const outage = failure.kind === 'unreachable' || failure.kind === 'timeout';
    if (
      failure.kind === 'rateLimit' ||
      (outage && this.#inRow >= GIVE_UP_AFTER)
    ) {
      throw failure;
    }
  }

  /**
   * @param wereAll - whether these were all repositories: some that may not be read say nothing of the others
   * @throws SourceFailure the first, where nothing has succeeded
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
