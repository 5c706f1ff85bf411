import { isTerminalRun } from '@throughline/plugin-delivery-common';
import type { RunFacts } from '../objects/RunFacts';

/** A run, and where it was told from. */
export interface RunRecord {
  scope: string;
  facts: RunFacts;
}

/** The runs that are told: all that go on, and of each pipeline the newest that have ended. */
export class RunTable {
  readonly #runs = new Map<string, RunRecord>();
  /** Pipeline → keys. */
  readonly #pipelines = new Map<string, Set<string>>();

  constructor(private readonly keepFinished: number) {}

  get(key: string): RunRecord | undefined {
    return this.#runs.get(key);
  }

  keysOf(scope: string): string[] {
    return [...this.#runs]
      .filter(([, record]) => record.scope === scope)
      .map(([key]) => key);
  }

  /** Takes a run; returns those that are not kept any more, itself maybe. */
  set(key: string, record: RunRecord): { key: string; record: RunRecord }[] {
    this.delete(key);
    this.#runs.set(key, record);
    const pipeline = pipelineOf(record);
    const keys = this.#pipelines.get(pipeline) ?? new Set();
    this.#pipelines.set(pipeline, keys.add(key));
    return this.#surplusOf(keys).map(surplus => {
      const dropped = this.#runs.get(surplus)!;
      this.delete(surplus);
      return { key: surplus, record: dropped };
    });
  }

  /** Forgets a run. */
  delete(key: string): void {
    const record = this.#runs.get(key);
    if (record) {
      this.#runs.delete(key);
      const pipeline = pipelineOf(record);
      const keys = this.#pipelines.get(pipeline);
      keys?.delete(key);
      if (keys?.size === 0) {
        this.#pipelines.delete(pipeline);
      }
    }
  }

  #surplusOf(keys: ReadonlySet<string>): string[] {
    if (keys.size <= this.keepFinished) {
      return [];
    }
    return [...keys]
      .map(key => ({ key, item: this.#runs.get(key)!.facts.item }))
      .filter(
        ({ item }) => item.finishedAt || isTerminalRun(item.status.status),
      )
      .sort(
        (one, other) =>
          Date.parse(other.item.createdAt) - Date.parse(one.item.createdAt) ||
          (one.key < other.key ? -1 : 1),
      )
      .slice(this.keepFinished)
      .map(({ key }) => key);
  }
}

function pipelineOf({ scope, facts }: RunRecord): string {
  return `${scope} ${facts.item.pipelineKeys?.[0]}`;
}
