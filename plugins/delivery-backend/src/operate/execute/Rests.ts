const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

interface Rest {
  tries: number;
  /** Milliseconds since 1970. */
  since: number;
  until: number;
}

/** How long what could not be advanced is left alone, and since when it could not. */
export class Rests {
  readonly #rests = new Map<string, Rest>();

  isResting(id: string, now: number): boolean {
    return (this.#rests.get(id)?.until ?? 0) > now;
  }

  /** @returns for how long nothing has come of it, in milliseconds */
  add(id: string, now: number): number {
    const { tries, since } = this.#rests.get(id) ?? { tries: 0, since: now };
    const pause = Math.min(FIRST_MS * 2 ** tries, LONGEST_MS);
    this.#rests.set(id, { tries: tries + 1, since, until: now + pause });
    return now - since;
  }

  end(id: string): void {
    this.#rests.delete(id);
  }

  /** Forgets all but some. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#rests.keys()) {
      if (!ids.has(id)) {
        this.#rests.delete(id);
      }
    }
  }
}
