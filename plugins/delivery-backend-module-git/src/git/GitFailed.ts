/** Git ended with an error. What it said is not fit to be shown: it may repeat what the host said. */
export class GitFailed extends Error {
  readonly #errors: string;

  constructor(readonly code: number | null, errors: string) {
    super(`Git ended with ${code ?? 'a signal'}`);
    this.#errors = errors;
  }

  /** Its error output, as it is. */
  errors(): string {
    return this.#errors;
  }
}
