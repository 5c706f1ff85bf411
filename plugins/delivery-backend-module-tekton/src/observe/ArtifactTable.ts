import type { ArtifactItem } from '@throughline/plugin-delivery-node';

/** What runs say that they built, by artifact and run. */
export class ArtifactTable {
  readonly #told = new Map<string, Map<string, ArtifactItem>>();
  readonly #ofRun = new Map<string, string[]>();

  /** Replaces what a run tells; returns the keys of the artifacts that this concerns. */
  set(run: string, artifacts: readonly ArtifactItem[]): string[] {
    const before = this.#ofRun.get(run) ?? [];
    for (const key of before) {
      const told = this.#told.get(key);
      told?.delete(run);
      if (told?.size === 0) {
        this.#told.delete(key);
      }
    }
    const keys = artifacts.map(artifact => {
      const told = this.#told.get(artifact.key) ?? new Map();
      this.#told.set(artifact.key, told.set(run, artifact));
      return artifact.key;
    });
    if (keys.length > 0) {
      this.#ofRun.set(run, keys);
    } else {
      this.#ofRun.delete(run);
    }
    return [...new Set([...before, ...keys])];
  }

  /**
   * An artifact and the run that tells it: of several that say the same the first by name. Where they name different
   * commits, none of them is a fact.
   */
  get(key: string): { run: string; item: ArtifactItem } | undefined {
    const told = [...(this.#told.get(key) ?? [])].sort(([one], [other]) =>
      one < other ? -1 : 1,
    );
    const commits = new Set(told.map(([, item]) => item.sourceRevision));
    if (commits.size !== 1) {
      return undefined;
    }
    const [run, item] = told[0];
    return { run, item };
  }
}
