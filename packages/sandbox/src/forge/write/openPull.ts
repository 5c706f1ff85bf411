import { DiskRepositories } from '../../git';
import { Forge } from '../Forge';
import { JournaledRecords } from '../ForgeRecords';
import { PullRecord } from '../records';

/** Keeps a new pull request, and the ref by which its head stays when the branch is gone. */
export async function openPull(
  parts: {
    forge: Forge;
    records: JournaledRecords;
    repositories: DiskRepositories;
  },
  repository: string,
  request: {
    title: string;
    body: string | null;
    author: string;
    draft: boolean;
    head: { ref: string; sha: string };
    base: { ref: string; sha: string };
  },
): Promise<PullRecord> {
  const { records, repositories } = parts;
  const now = new Date().toISOString();
  const pull: PullRecord = {
    kind: 'pull',
    number: nextNumber(records, repository),
    ...request,
    state: 'open',
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeSha: null,
  };
  // In memory at once: the number is taken.
  records.put(repository, pull);
  await repositories.git(repository, [
    ...['update-ref', `refs/pull/${pull.number}/head`, pull.head.sha],
  ]);
  await records.save(repository, pull);
  return pull;
}

function nextNumber(records: JournaledRecords, repository: string): number {
  return Math.max(0, ...records.pulls(repository).map(each => each.number)) + 1;
}
