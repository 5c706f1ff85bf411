import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import {
  fingerprint,
  Lru,
  worstRun,
  type CommitItem,
} from '@throughline/plugin-delivery-node';
import type { ProjectFacts } from '../map/ProjectFacts';
import type { ReadDeployment } from '../map/readDeployment';
import type { ReadPipeline } from '../map/readPipeline';

/** What saves calls while the portal runs; a restart can do without. */
export class Memory {
  /** By identity. */
  projects = new Lru<ProjectFacts>(10_000);
  /** Commits as they were told, by key. */
  commits = new Lru<CommitItem>(20_000);
  /** Commits that the upstream does not have, with the time of asking. */
  missing = new Lru<number>(5_000);
  /** The newest deployments, by the key of their environment. */
  deployments = new Lru<readonly ReadDeployment[]>(5_000);
  /** Keys of pipelines that start no others. */
  childless = new Lru<true>(20_000);
  #checks = new Lru<Map<string, { id: number; status: Judged<RunStatus> }>>(
    20_000,
  );
  #looked = new Lru<number>(100_000);
  readonly #begun = Date.now();

  /** Nothing that was noted is to be relied on. */
  reset(): void {
    this.projects = new Lru(10_000);
    this.commits = new Lru(20_000);
    this.missing = new Lru(5_000);
    this.deployments = new Lru(5_000);
    this.childless = new Lru(20_000);
    this.#checks = new Lru(20_000);
    this.#looked = new Lru(100_000);
  }

  /** Whether a part of a project was not looked at for so long, in milliseconds. */
  isDue(identity: string, part: string, ms: number): boolean {
    const looked = this.#looked.get(`${identity} ${part}`) ?? -Infinity;
    return Date.now() - looked >= ms;
  }

  /**
   * The same for what need not be looked at all at once after a restart: then each project has its turn at another
   * moment within that time.
   */
  isDueInTurn(identity: string, part: string, ms: number): boolean {
    if (this.hasLooked(identity, part)) {
      return this.isDue(identity, part, ms);
    }
    const share =
      Buffer.from(fingerprint([identity, part])).readUInt32BE() / 2 ** 32;
    return Date.now() - this.#begun >= share * ms;
  }

  /** Whether a part of a project was looked at at all. */
  hasLooked(identity: string, part: string): boolean {
    return this.#looked.get(`${identity} ${part}`) !== undefined;
  }

  looked(identity: string, part: string): void {
    this.#looked.set(`${identity} ${part}`, Date.now());
  }

  /** Notes what a pipeline says of its commit: the newest one for each ref counts. */
  noteCheck(identity: string, pipeline: ReadPipeline): void {
    if (!pipeline.sha) {
      return;
    }
    const key = `${identity}@${pipeline.sha}`;
    const byRef = this.#checks.get(key) ?? new Map();
    const ref = pipeline.ref ?? '';
    if ((byRef.get(ref)?.id ?? 0) <= pipeline.id) {
      byRef.set(ref, { id: pipeline.id, status: pipeline.status });
    }
    this.#checks.set(key, byRef);
  }

  /** What all pipelines say of a commit together. */
  checksOf(commitKey: string): Judged<RunStatus> | undefined {
    const byRef = this.#checks.get(commitKey);
    const statuses = [...(byRef ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return worstRun(statuses.map(([, { status }]) => status));
  }
}
