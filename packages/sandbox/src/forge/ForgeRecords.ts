import { Journal } from '../git';
import {
  DeploymentRecord,
  ForgeRecord,
  PullRecord,
  RunRecord,
  StatusRecord,
} from './records';

/** What the forge answers from besides Git. */
export interface ForgeRecords {
  /** Newest first. */
  runs(repository: string): RunRecord[];
  /** Newest first. */
  pulls(repository: string): PullRecord[];
  /** Newest first. */
  deployments(repository: string): DeploymentRecord[];
  /** What is said of a commit at present, one for each context, newest first. */
  statuses(repository: string, sha: string): StatusRecord[];
}

/** Records in memory, with the journal behind them. */
export class JournaledRecords implements ForgeRecords {
  readonly #byRepository = new Map<
    string,
    {
      runs: Map<number, RunRecord>;
      pulls: Map<number, PullRecord>;
      deployments: Map<number, DeploymentRecord>;
      statuses: Map<string, StatusRecord>;
    }
  >();

  private constructor(private readonly journal: Journal<ForgeRecord>) {}

  /** Loads the records of repositories. */
  static async load(
    journal: Journal<ForgeRecord>,
    repositories: string[],
  ): Promise<JournaledRecords> {
    const records = new JournaledRecords(journal);
    for (const repository of repositories) {
      for (const record of await journal.read(repository)) {
        records.put(repository, record);
      }
    }
    return records;
  }

  /** Keeps a record for as long as the sandbox runs. */
  put(repository: string, record: ForgeRecord) {
    const known = this.#of(repository);
    if (record.kind === 'run') known.runs.set(record.id, record);
    if (record.kind === 'pull') known.pulls.set(record.number, record);
    if (record.kind === 'status') {
      known.statuses.set(`${record.sha} ${record.context}`, record);
    }
    if (record.kind === 'deployment') known.deployments.set(record.id, record);
  }

  /** Keeps a record beyond a restart, too. */
  async save(repository: string, record: ForgeRecord): Promise<void> {
    this.put(repository, record);
    await this.journal.append(repository, [record]);
  }

  runs(repository: string): RunRecord[] {
    return [...this.#of(repository).runs.values()].sort((a, b) => b.id - a.id);
  }

  pulls(repository: string): PullRecord[] {
    return [...this.#of(repository).pulls.values()].sort(
      (a, b) => b.number - a.number,
    );
  }

  deployments(repository: string): DeploymentRecord[] {
    return [...this.#of(repository).deployments.values()].sort(
      (a, b) => b.id - a.id,
    );
  }

  statuses(repository: string, sha: string): StatusRecord[] {
    return [...this.#of(repository).statuses.values()]
      .filter(status => status.sha === sha)
      .sort((a, b) => b.id - a.id);
  }

  #of(repository: string) {
    const known = this.#byRepository.get(repository) ?? {
      runs: new Map(),
      pulls: new Map(),
      deployments: new Map(),
      statuses: new Map(),
    };
    this.#byRepository.set(repository, known);
    return known;
  }
}
