import type { Observation } from '@throughline/plugin-delivery-node';

/** Tells problems, and their end once. */
export class Problems {
  #untold: Observation[] = [];

  /** @param open - the scopes of which a problem was told; kept up to date */
  constructor(private readonly open: Set<string>) {}

  add(scope: string, reason: string): void {
    this.open.add(scope);
    this.#untold.push({ type: 'problem', scope, reason });
  }

  clear(scope: string): void {
    if (this.open.delete(scope)) {
      this.#untold.push({ type: 'problem', scope });
    }
  }

  /** What has not been told yet. */
  told(): Observation[] {
    const told = this.#untold;
    this.#untold = [];
    return told;
  }
}
