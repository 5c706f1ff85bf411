import { DiskRepositories, Push } from '../git';
import { ForgeEvent } from './actions/Actions';
import { JournaledRecords } from './ForgeRecords';
import { PullRecord } from './records';

/** Keeps open pull requests in step with what is pushed to their branches and to main. */
export class PullTracker {
  constructor(
    private readonly repositories: DiskRepositories,
    private readonly records: JournaledRecords,
    private readonly emit: (event: ForgeEvent) => void,
  ) {}

  /** Looks at a push. */
  async onPush(push: Push): Promise<void> {
    const branch = push.ref.replace(/^refs\/heads\//, '');
    const open = this.records
      .pulls(push.repository)
      .filter(pull => pull.state === 'open');
    for (const pull of open) {
      if (pull.head.ref === branch && push.after) {
        await this.#moved(push, pull, push.after);
      } else if (pull.base.ref === branch && push.after) {
        await this.#maybeMerged(push, pull, push.after);
      }
    }
  }

  async #moved(push: Push, pull: PullRecord, after: string) {
    await this.repositories.git(push.repository, [
      ...['update-ref', `refs/pull/${pull.number}/head`, after],
    ]);
    const next = {
      ...pull,
      head: { ...pull.head, sha: after },
      updatedAt: new Date().toISOString(),
    };
    await this.records.save(push.repository, next);
    this.emit({
      kind: 'pull_request',
      action: 'synchronize',
      repository: push.repository,
      pull: next,
      actor: push.actor,
      before: push.before,
      after,
    });
  }

  async #maybeMerged(push: Push, pull: PullRecord, after: string) {
    const missing = await this.repositories.log(push.repository, {
      ref: pull.head.sha,
      exclude: after,
      limit: 1,
    });
    if (missing.length > 0) {
      return;
    }
    const now = new Date().toISOString();
    const next: PullRecord = {
      ...pull,
      state: 'closed',
      updatedAt: now,
      closedAt: now,
      mergedAt: now,
      mergedBy: push.actor,
      mergeSha: after,
    };
    await this.records.save(push.repository, next);
    this.emit({
      kind: 'pull_request',
      action: 'closed',
      repository: push.repository,
      pull: next,
      actor: push.actor,
    });
  }
}
