import type { StoreEvent } from './types';

/** The latest changes of one kind, for watchers that resume. What falls out is gone: those watchers start anew. */
export class EventLog {
  private events: StoreEvent[] = [];
  private forgotten: number;

  constructor(start: number, private readonly limit: number) {
    this.forgotten = start;
  }

  push(event: StoreEvent): void {
    this.events.push(event);
    // Trimmed in one go once a quarter too long, so that it costs little per event.
    if (this.events.length > this.limit * 1.25) {
      this.drop(this.events.length - this.limit);
    }
  }

  /** The changes after a version; undefined when some of them are already forgotten. */
  since(resourceVersion: number): StoreEvent[] | undefined {
    if (resourceVersion < this.forgotten) {
      return undefined;
    }
    let from = this.events.length;
    while (
      from > 0 &&
      this.events[from - 1].resourceVersion > resourceVersion
    ) {
      from--;
    }
    return this.events.slice(from);
  }

  /** The newest version that can no longer be resumed from below. */
  get oldest(): number {
    return this.forgotten;
  }

  /** Forgets everything up to a version. */
  clear(resourceVersion: number): void {
    this.events = [];
    this.forgotten = resourceVersion;
  }

  private drop(count: number): void {
    this.forgotten = this.events[count - 1].resourceVersion;
    this.events = this.events.slice(count);
  }
}
