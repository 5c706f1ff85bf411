/** How much may be held of bodies that nobody has verified yet. */
export interface BodyBudgetOptions {
  bodies: number;
  bytes: number;
}

export const DEFAULT_BUDGET: BodyBudgetOptions = {
  bodies: 64,
  bytes: 100 * 1024 * 1024,
};

interface Held {
  bodies: number;
  bytes: number;
}

/** Bounds the memory that bodies take. One sender gets half of it at most, so that it cannot shut out all others. */
export class BodyBudget {
  readonly #all: Held = { bodies: 0, bytes: 0 };
  readonly #bySender = new Map<string, Held>();

  constructor(private readonly options: BodyBudgetOptions = DEFAULT_BUDGET) {}

  /** Sets bytes aside for a body; returns what gives them back, or nothing where there is no room. */
  reserve(sender: string, bytes: number): (() => void) | undefined {
    const own = this.#bySender.get(sender) ?? { bodies: 0, bytes: 0 };
    const { bodies: mostBodies, bytes: mostBytes } = this.options;
    if (
      !fits(this.#all, bytes, mostBodies, mostBytes) ||
      !fits(own, bytes, mostBodies / 2, mostBytes / 2)
    ) {
      return undefined;
    }
    this.#bySender.set(sender, own);
    add(this.#all, 1, bytes);
    add(own, 1, bytes);
    return () => {
      add(this.#all, -1, -bytes);
      add(own, -1, -bytes);
      if (own.bodies === 0) {
        this.#bySender.delete(sender);
      }
    };
  }
}

function fits(held: Held, bytes: number, bodies: number, most: number) {
  return held.bodies + 1 <= bodies && held.bytes + bytes <= most;
}

function add(held: Held, bodies: number, bytes: number): void {
  held.bodies += bodies;
  held.bytes += bytes;
}
