import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets those who write in bulk do so a few at a time, and lets everything else have the event loop in between.
 *
 * A database that answers without waiting (SQLite's driver does) never gives the event loop a turn: dozens of sources
 * that are listed for the first time would pass its one connection from one to the next for half a minute, while
 * every page, and every request that signing in depends on, waits behind them. With PostgreSQL they would hold all
 * connections of the pool instead.
 */
export class WriteTurns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  /** Does the work when it is its turn; in the order in which turns were asked for. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) {
      this.#free--;
    } else {
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      await nextTurn();
      const next = this.#waiting.shift();
      if (next) {
        next();
      } else {
        this.#free++;
      }
    }
  }
}
