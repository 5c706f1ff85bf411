import type { TaskFacts } from '../objects/RunFacts';

/** So many tasks are kept whose run has not been told of yet: the two are watched apart, and either may be faster. */
const MAX_ORPHANS = 2_000;

/** The TaskRuns of PipelineRuns, by their keys. */
export class TaskTable {
  readonly #tasks = new Map<string, { scope: string; facts: TaskFacts }>();
  readonly #orphans = new Set<string>();

  get(key: string): TaskFacts | undefined {
    return this.#tasks.get(key)?.facts;
  }

  keysOf(scope: string): string[] {
    return [...this.#tasks]
      .filter(([, task]) => task.scope === scope)
      .map(([key]) => key);
  }

  /** @param orphan - whether its run is not known */
  set(key: string, scope: string, facts: TaskFacts, orphan: boolean): void {
    this.#tasks.set(key, { scope, facts });
    this.#orphans.delete(key);
    if (orphan) {
      this.#orphans.add(key);
      if (this.#orphans.size > MAX_ORPHANS) {
        const [oldest] = this.#orphans;
        this.delete(oldest);
      }
    }
  }

  /** Says that the run of these tasks is known now. */
  adopt(keys: readonly string[]): void {
    keys.forEach(key => this.#orphans.delete(key));
  }

  delete(key: string): void {
    this.#tasks.delete(key);
    this.#orphans.delete(key);
  }
}
