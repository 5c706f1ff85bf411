/** How often ages on a page are reckoned anew. */
const TICK_MS = 30_000;

/** One timer for all ages on all pages, running only while somebody looks. */
export class Clock {
  private readonly listeners = new Set<(now: number) => void>();
  private timer: ReturnType<typeof setInterval> | undefined;

  subscribe(listener: (now: number) => void): () => void {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => {
      const now = Date.now();
      this.listeners.forEach(notify => notify(now));
    }, TICK_MS);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    };
  }
}

const sharedClock = new Clock();

/** The clock that the pages share. */
export function getClock(): Clock {
  return sharedClock;
}
