import type { SourceFailure } from '@throughline/plugin-delivery-node';

/** So many parts in a row that cannot be reached say that all of it cannot. */
const GIVE_UP_AFTER = 4;

/** Tells a part that fails from a Jenkins that fails. */
export class FailureTally {
  #first: SourceFailure | undefined;
  #inRow = 0;
  #good = 0;

  /** @throws SourceFailure where the rest need not be tried */
  count(failure: SourceFailure | undefined): void {
    if (!failure) {
      this.#inRow = 0;
      this.#good += 1;
      return;
    }
    this.#first ??= failure;
    this.#inRow += 1;
    const outage = failure.kind === 'unreachable' || failure.kind === 'timeout';
    if (
      failure.kind === 'authentication' ||
      (outage && this.#inRow >= GIVE_UP_AFTER)
    ) {
      throw failure;
    }
  }

  /** @throws SourceFailure where nothing could be read at all */
  throwIfAll(): void {
    if (this.#first && this.#good === 0) {
      throw this.#first;
    }
  }
}
