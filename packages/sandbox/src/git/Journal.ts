import { z } from 'zod';
import { ci } from '../world/people';
import { DiskRepositories, HIDDEN_REFS } from './DiskRepositories';
import { FastImport } from './FastImport';

/** What a journal holds. */
export interface JournalFormat<R> {
  /** The last part of the hidden ref that holds it. */
  name: string;
  /** Checks what is read. */
  schema: { parse(raw: unknown): R };
  /** A record with the key of an earlier one replaces it. */
  keyOf(record: R): string;
}

/**
 * What a system knows beside Git – runs, pull requests, deployments, builds – kept in Git as well, as messages
 * of commits on a hidden ref: so a restart finds it again, and there is no second store to disagree with.
 */
export class Journal<R> {
  readonly #ref: string;

  constructor(
    private readonly repositories: DiskRepositories,
    private readonly format: JournalFormat<R>,
  ) {
    this.#ref = `${HIDDEN_REFS}/${format.name}`;
  }

  /** Adds records. */
  async append(repository: string, records: R[]): Promise<void> {
    if (records.length === 0) {
      return;
    }
    const tip = await this.#tip(repository);
    const stream = new FastImport();
    stream.commit({
      ref: this.#ref,
      author: ci,
      at: new Date(),
      message: JSON.stringify(records),
      from: tip,
      files: {},
    });
    await this.repositories.import(repository, stream);
  }

  /** All records of a repository, oldest first, each in its newest form. */
  async read(repository: string): Promise<R[]> {
    const commits = await this.repositories.log(repository, { ref: this.#ref });
    const newest = new Map<string, R>();
    for (const commit of [...commits].reverse()) {
      const records = z.array(z.unknown()).parse(JSON.parse(commit.message));
      for (const raw of records) {
        const record = this.format.schema.parse(raw);
        newest.set(this.format.keyOf(record), record);
      }
    }
    return [...newest.values()];
  }

  async #tip(repository: string): Promise<string | undefined> {
    return (
      (await this.repositories.resolve(repository, this.#ref)) &&
      `${this.#ref}^0`
    );
  }
}
