/** Runs tasks one after the other. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs a task when all earlier ones have ended, well or not. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task, task);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
