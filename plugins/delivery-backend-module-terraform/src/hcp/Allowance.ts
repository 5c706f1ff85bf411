/** So many calls in so much time, and no more. */
export class Allowance {
  #spent: number[] = [];

  constructor(
    private readonly calls: number,
    private readonly withinMs: number,
  ) {}

  /** Takes one call, if one is left. */
  take(now = Date.now()): boolean {
    this.#spent = this.#spent.filter(at => now - at < this.withinMs);
    if (this.#spent.length >= this.calls) {
      return false;
    }
    this.#spent.push(now);
    return true;
  }
}
