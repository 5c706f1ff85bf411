/** Work by key: each key waits at most once, at its earliest time, behind one timer for all. */
export class WorkQueue {
  private readonly due = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private timerAt = Infinity;
  private closed = false;

  constructor(private readonly work: (key: string) => void) {}

  /** Has the key worked on after a while; sooner if it already waits for sooner. */
  add(key: string, delayMs: number): void {
    const at = Date.now() + delayMs;
    if (this.closed || (this.due.get(key) ?? Infinity) <= at) {
      return;
    }
    this.due.set(key, at);
    this.arm(at);
  }

  /** Whether nothing waits. */
  get idle(): boolean {
    return this.due.size === 0;
  }

  close(): void {
    this.closed = true;
    this.due.clear();
    clearTimeout(this.timer);
  }

  private arm(at: number): void {
    if (at >= this.timerAt) {
      return;
    }
    clearTimeout(this.timer);
    this.timerAt = at;
    // Node's timers hold at most about 24 days; who waits longer is armed again.
    const delay = Math.min(Math.max(0, at - Date.now()), 2_000_000_000);
    this.timer = setTimeout(() => this.run(), delay);
  }

  private run(): void {
    this.timerAt = Infinity;
    const now = Date.now();
    for (const [key, at] of [...this.due]) {
      if (at <= now) {
        this.due.delete(key);
        this.work(key);
      }
    }
    const next = Math.min(...this.due.values());
    if (next < Infinity && !this.closed) {
      this.arm(next);
    }
  }
}
