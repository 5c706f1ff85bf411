/** Lets writes to one project through one at a time: GitLab compares files, not branches, before it commits. */
export class WriteTurns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @throws what `work` throws, or the reason of the signal where its turn did not come in time */
  take<T>(
    project: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const before = this.#last.get(project) ?? Promise.resolve();
    const turn = before.then(() => {
      signal.throwIfAborted();
      return work();
    });
    const settled = turn.catch(() => {});
    this.#last.set(project, settled);
    settled.then(() => {
      if (this.#last.get(project) === settled) {
        this.#last.delete(project);
      }
    });
    return turn;
  }
}
