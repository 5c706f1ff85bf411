import { DiskRepositories, Journal } from '../git';
import { BuildRecord, buildRecord } from './BuildRecord';

/** The journal of builds, kept in the repository that they build. */
export function buildJournal(
  repositories: DiskRepositories,
): Journal<BuildRecord> {
  return new Journal(repositories, {
    name: 'jenkins',
    schema: buildRecord,
    keyOf: build => `${build.job} ${build.number}`,
  });
}

/** All builds that Jenkins knows, with the journal behind them. */
export class Builds {
  readonly #byJob = new Map<string, Map<number, BuildRecord>>();

  private constructor(private readonly journal: Journal<BuildRecord>) {}

  /** Loads the builds of repositories. */
  static async load(
    journal: Journal<BuildRecord>,
    repositories: string[],
  ): Promise<Builds> {
    const builds = new Builds(journal);
    for (const repository of repositories) {
      (await journal.read(repository)).forEach(build => builds.put(build));
    }
    return builds;
  }

  /** The full names of jobs that have builds. */
  jobs(): string[] {
    return [...this.#byJob.keys()];
  }

  /** The builds of a job, newest first. */
  of(job: string): BuildRecord[] {
    return [...(this.#byJob.get(job)?.values() ?? [])].sort(
      (a, b) => b.number - a.number,
    );
  }

  /** One build. */
  get(job: string, number: number): BuildRecord | undefined {
    return this.#byJob.get(job)?.get(number);
  }

  /** The number that the next build of a job gets. */
  nextNumber(job: string): number {
    return (this.of(job)[0]?.number ?? 0) + 1;
  }

  /** Keeps a build for as long as the sandbox runs. */
  put(build: BuildRecord) {
    const known = this.#byJob.get(build.job) ?? new Map();
    known.set(build.number, build);
    this.#byJob.set(build.job, known);
  }

  /** Keeps a build beyond a restart, too. */
  async save(build: BuildRecord): Promise<void> {
    this.put(build);
    await this.journal.append(build.repository, [build]);
  }
}
