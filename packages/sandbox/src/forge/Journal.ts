import { z } from 'zod';
import { DiskRepositories, FastImport, HIDDEN_REFS } from '../git';
import { ci } from '../world/people';
import { ForgeRecord, forgeRecord } from './records';

const REF = `${HIDDEN_REFS}/journal`;

/**
 * What the forge knows beside Git – runs, pull requests, deployments – kept in Git as well, as messages of
 * commits on a hidden ref: so a restart finds it again, and there is no second store to disagree with.
 */
export class Journal {
  constructor(private readonly repositories: DiskRepositories) {}

  /** Adds records; a record with the key of an earlier one replaces it. */
  async append(repository: string, records: ForgeRecord[]): Promise<void> {
    if (records.length === 0) {
      return;
    }
    const tip = await this.#tip(repository);
    const stream = new FastImport();
    stream.commit({
      ref: REF,
      author: ci,
      at: new Date(),
      message: JSON.stringify(records),
      from: tip,
      files: {},
    });
    await this.repositories.import(repository, stream);
  }

  /** All records of a repository, oldest first, each in its newest form. */
  async read(repository: string): Promise<ForgeRecord[]> {
    const commits = await this.repositories.log(repository, { ref: REF });
    const newest = new Map<string, ForgeRecord>();
    for (const commit of [...commits].reverse()) {
      const records = z.array(z.unknown()).parse(JSON.parse(commit.message));
      for (const raw of records) {
        const record = forgeRecord.parse(raw);
        newest.set(keyOf(record), record);
      }
    }
    return [...newest.values()];
  }

  async #tip(repository: string): Promise<string | undefined> {
    return (await this.repositories.resolve(repository, REF)) && `${REF}^0`;
  }
}

function keyOf(record: ForgeRecord): string {
  return record.kind === 'pull'
    ? `pull ${record.number}`
    : `${record.kind} ${record.id}`;
}
