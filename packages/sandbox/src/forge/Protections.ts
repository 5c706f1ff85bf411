/** Which checks branches ask for, while the sandbox runs. */
export class Protections {
  readonly #contexts = new Map<string, string[]>();

  /** Asks for checks on a branch; undefined asks for nothing any more. */
  protect(repository: string, branch: string, contexts: string[] | undefined) {
    const key = `${repository} ${branch}`;
    if (contexts) {
      this.#contexts.set(key, contexts);
    } else {
      this.#contexts.delete(key);
    }
  }

  /** The checks that a branch asks for; undefined where it is not protected. */
  required(repository: string, branch: string): string[] | undefined {
    return this.#contexts.get(`${repository} ${branch}`);
  }
}
