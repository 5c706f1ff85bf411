/**
 * Lets writes to one repository through one at a time, for forges that compare files, not branches, before they commit.
 *
 * @public
 */
export class WriteTurns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @throws what `work` throws, or the reason of the signal where its turn did not come in time */
  take<T>(
    repository: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const before = this.#last.get(repository) ?? Promise.resolve();
    const turn = before.then(() => {
      signal.throwIfAborted();
      return work();
    });
    const settled = turn.catch(() => {});
    this.#last.set(repository, settled);
    settled.then(() => {
      if (this.#last.get(repository) === settled) {
        this.#last.delete(repository);
      }
    });
    return turn;
  }
}
