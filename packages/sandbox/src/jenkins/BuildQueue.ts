import { BuildCause } from './BuildRecord';

/** How long an item that left the queue can still be asked for. */
const FORGET_MS = 5 * 60_000;

/** What waits to be built, or did a short while ago. */
export interface QueueItem {
  id: number;
  job: string;
  since: Date;
  cause: BuildCause;
  parameters?: Record<string, string>;
  state: 'waiting' | 'left' | 'cancelled';
  why: string | null;
  /** The number of the build that came of it. */
  build?: number;
}

/** The queue: equal requests are joined, and items that left it are forgotten after five minutes. */
export class BuildQueue {
  readonly #items = new Map<number, QueueItem>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #last = 0;

  /** @param pace - how fast the world moves */
  constructor(private readonly pace: number) {}

  /** Adds an item, unless one that waits asks for the same already: then it is that one. */
  add(request: Pick<QueueItem, 'job' | 'cause' | 'parameters'>): {
    item: QueueItem;
    joined: boolean;
  } {
    const same = this.waiting().find(
      other =>
        other.job === request.job &&
        JSON.stringify(other.parameters) === JSON.stringify(request.parameters),
    );
    if (same) {
      return { item: same, joined: true };
    }
    const now = new Date();
    // Ids grow over restarts as well: a build is remembered by the item that it was.
    this.#last = Math.max(
      this.#last + 1,
      Math.floor(now.getTime() / 100) - 1e10,
    );
    const item: QueueItem = {
      ...request,
      id: this.#last,
      since: now,
      state: 'waiting',
      why: 'In the quiet period. Expires in 1 sec',
    };
    this.#items.set(item.id, item);
    return { item, joined: false };
  }

  /** What waits, newest first, as Jenkins lists it. */
  waiting(): QueueItem[] {
    return [...this.#items.values()]
      .filter(({ state }) => state === 'waiting')
      .reverse();
  }

  get(id: number): QueueItem | undefined {
    return this.#items.get(id);
  }

  /** An item became a build. */
  leave(item: QueueItem, build: number) {
    Object.assign(item, { state: 'left', why: null, build });
    this.#forget(item);
  }

  /** @returns false where it does not wait (any more) */
  cancel(id: number): boolean {
    const item = this.#items.get(id);
    if (item?.state !== 'waiting') {
      return false;
    }
    Object.assign(item, { state: 'cancelled', why: null });
    this.#forget(item);
    return true;
  }

  close() {
    this.#timers.forEach(clearTimeout);
  }

  #forget({ id }: QueueItem) {
    const timer = setTimeout(() => {
      this.#items.delete(id);
      this.#timers.delete(timer);
    }, FORGET_MS / this.pace);
    timer.unref();
    this.#timers.add(timer);
  }
}
