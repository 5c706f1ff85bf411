import type { Observation } from '../contract';

/**
 * Tells problems, and their end once.
 *
 * @public
 */
export class Problems {
  #untold: Observation[] = [];
  readonly #added = new Set<string>();

  /**
   * @param open - the scopes of which a problem was told; kept up to date
   * @param reasons - what was told of them; kept up to date
   */
  constructor(
    readonly open: Set<string>,
    private readonly reasons: Map<string, string>,
  ) {}

  add(scope: string, reason: string): void {
    this.open.add(scope);
    this.reasons.set(scope, reason);
    this.#added.add(scope);
    this.#untold.push({ type: 'problem', scope, reason });
  }

  clear(scope: string): void {
    this.reasons.delete(scope);
    this.#added.delete(scope);
    if (this.open.delete(scope)) {
      this.#untold.push({ type: 'problem', scope });
    }
  }

  /** Those that a pass did not come upon, as it did not look: a whole pass that is silent of them would end them. */
  stillOpen(): Observation[] {
    return [...this.open]
      .filter(scope => !this.#added.has(scope))
      .map(scope => ({
        type: 'problem',
        scope,
        reason:
          this.reasons.get(scope) ?? 'It could not be read at the last look',
      }));
  }

  /** What has not been told yet. */
  told(): Observation[] {
    const told = this.#untold;
    this.#untold = [];
    return told;
  }
}
