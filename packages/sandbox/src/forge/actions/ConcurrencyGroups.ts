/** Work that wants its group for itself. */
export interface GroupedTask {
  /** Aborted when somebody cancels it. */
  signal: AbortSignal;
  /** Does the work; never rejects. */
  run(): Promise<unknown>;
  /** Told instead of `run`, when the task gave way or was cancelled while it waited. */
  skip(): void;
}

/** One task of a group at a time; of those that wait, only the newest is kept, as upstream. */
export class ConcurrencyGroups {
  readonly #running = new Set<string>();
  readonly #waiting = new Map<string, GroupedTask>();

  /** Starts a task now or when its group is free. */
  add(group: string, task: GroupedTask) {
    if (!this.#running.has(group)) {
      this.#start(group, task);
      return;
    }
    this.#waiting.get(group)?.skip();
    this.#waiting.set(group, task);
    task.signal.addEventListener('abort', () => {
      if (this.#waiting.get(group) === task) {
        this.#waiting.delete(group);
        task.skip();
      }
    });
  }

  #start(group: string, task: GroupedTask) {
    this.#running.add(group);
    task.run().finally(() => {
      this.#running.delete(group);
      const next = this.#waiting.get(group);
      this.#waiting.delete(group);
      if (next) {
        this.#start(group, next);
      }
    });
  }
}
