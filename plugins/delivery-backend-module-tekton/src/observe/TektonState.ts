import type { ArtifactItem, RunItem } from '@throughline/plugin-delivery-node';
import { buildArtifact } from '../map/buildArtifact';
import { buildRun } from '../map/buildRun';
import { runKey, type RunFacts, type TaskFacts } from '../objects/RunFacts';
import { ArtifactTable } from './ArtifactTable';
import { RunTable } from './RunTable';
import { TaskTable } from './TaskTable';

/** What is to be told of a scope. */
export interface Changes {
  items: (RunItem | ArtifactItem)[];
  gone: { kind: 'run' | 'artifact'; key: string }[];
}

/**
 * What is known of the runs of a cluster while it is observed. Lanes write into it; what changed by that is taken out
 * as items. All keys are those of {@link runKey}, tasks included.
 */
export class TektonState {
  readonly #runs: RunTable;
  readonly #tasks = new TaskTable();
  readonly #artifacts = new ArtifactTable();
  /** Scope → keys of runs that may have changed. */
  readonly #dirty = new Map<string, Set<string>>();
  readonly #dirtyArtifacts = new Set<string>();
  /** Artifact → the scope that it was told in. */
  readonly #toldArtifacts = new Map<string, string>();
  /** Scope → keys of runs that are told no more. */
  readonly #dropped = new Map<string, Set<string>>();

  constructor(
    keepFinished: number,
    private readonly onDirty: () => void = () => {},
  ) {
    this.#runs = new RunTable(keepFinished);
  }

  /** The keys of all runs and tasks that were told of in a scope. */
  keysOf(scope: string): string[] {
    return [...this.#runs.keysOf(scope), ...this.#tasks.keysOf(scope)];
  }

  /** Whether that is a task of a run, and no run itself. */
  isTask(key: string): boolean {
    return this.#tasks.get(key) !== undefined;
  }

  /** Takes the newest state of a run or task. */
  apply(scope: string, facts: RunFacts | TaskFacts): string {
    if (facts.type === 'task') {
      const key = runKey('TaskRun', facts);
      this.#tasks.set(key, scope, facts, !this.#runs.get(facts.run));
      this.#mark(facts.run);
      return key;
    }
    const { key } = facts.item;
    this.#tasks.adopt(tasksOf(facts));
    const surplus = this.#runs.set(key, { scope, facts });
    this.#build(key, facts);
    this.#mark(key);
    for (const { key: old, record } of surplus) {
      this.#forget(old, record.facts);
      const dropped = this.#dropped.get(record.scope) ?? new Set();
      this.#dropped.set(record.scope, dropped.add(old));
    }
    return key;
  }

  /** Forgets a run or task, which says nothing of it. */
  remove(key: string): void {
    const task = this.#tasks.get(key);
    if (task) {
      this.#tasks.delete(key);
      this.#mark(task.run);
    }
    const run = this.#runs.get(key);
    if (run) {
      this.#runs.delete(key);
      this.#forget(key, run.facts);
    }
  }

  /** Scopes in which something may have changed. */
  dirtyScopes(): string[] {
    return [
      ...new Set([
        ...this.#dirty.keys(),
        ...this.#dropped.keys(),
        ...this.#artifactScopes(),
      ]),
    ];
  }

  /**
   * Takes out what is to be told of a scope.
   *
   * @param all - even what has not changed
   */
  take(scope: string, all: boolean): Changes {
    const keys = all
      ? this.#runs.keysOf(scope)
      : [...(this.#dirty.get(scope) ?? [])];
    this.#dirty.delete(scope);
    const gone: Changes['gone'] = [...(this.#dropped.get(scope) ?? [])]
      .filter(key => !this.#runs.get(key))
      .map(key => ({ kind: 'run', key }));
    this.#dropped.delete(scope);
    if (all) {
      this.#toldArtifacts.forEach((told, key) => {
        if (told === scope) {
          this.#dirtyArtifacts.add(key);
        }
      });
    }
    const runs = keys.flatMap(key => {
      const record = this.#runs.get(key);
      return record ? [this.#itemOf(record.facts)] : [];
    });
    const artifacts = this.#takeArtifacts(scope, gone);
    return { items: [...runs, ...artifacts], gone };
  }

  #takeArtifacts(scope: string, gone: Changes['gone']): ArtifactItem[] {
    const items: ArtifactItem[] = [];
    for (const key of [...this.#dirtyArtifacts]) {
      const told = this.#artifacts.get(key);
      const now = told && this.#runs.get(told.run)?.scope;
      const before = this.#toldArtifacts.get(key);
      if (told && now === scope) {
        items.push(told.item);
        this.#toldArtifacts.set(key, scope);
        this.#dirtyArtifacts.delete(key);
      } else if (now === undefined && before === scope) {
        gone.push({ kind: 'artifact', key });
        this.#toldArtifacts.delete(key);
        this.#dirtyArtifacts.delete(key);
      } else if (now === undefined && before === undefined) {
        this.#dirtyArtifacts.delete(key);
      }
    }
    return items;
  }

  *#artifactScopes(): Generator<string> {
    for (const key of this.#dirtyArtifacts) {
      const told = this.#artifacts.get(key);
      const scope = told
        ? this.#runs.get(told.run)?.scope
        : this.#toldArtifacts.get(key);
      if (scope !== undefined) {
        yield scope;
      }
    }
  }

  #itemOf(facts: RunFacts): RunItem {
    const { namespace } = placeOf(facts);
    return buildRun(facts, name =>
      this.#tasks.get(runKey('TaskRun', { namespace, name })),
    );
  }

  #build(key: string, { item, images }: RunFacts): void {
    this.#touch(
      this.#artifacts.set(
        key,
        images.map(image => buildArtifact(image, item.key)),
      ),
    );
  }

  #forget(key: string, facts: RunFacts): void {
    tasksOf(facts).forEach(task => this.#tasks.delete(task));
    this.#touch(this.#artifacts.set(key, []));
  }

  #touch(artifacts: readonly string[]): void {
    artifacts.forEach(key => this.#dirtyArtifacts.add(key));
    if (artifacts.length > 0) {
      this.onDirty();
    }
  }

  #mark(key: string): void {
    const record = this.#runs.get(key);
    if (record) {
      const dirty = this.#dirty.get(record.scope) ?? new Set();
      this.#dirty.set(record.scope, dirty.add(key));
    }
    this.onDirty();
  }
}

function placeOf({ item }: RunFacts): { namespace: string } {
  return { namespace: item.key.slice(0, item.key.indexOf('/')) };
}

function tasksOf(facts: RunFacts): string[] {
  return facts.children.map(({ name }) =>
    runKey('TaskRun', { ...placeOf(facts), name }),
  );
}
