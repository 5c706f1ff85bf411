import { DiskRepositories, Journal } from '../git';
import { ForgeRecord, forgeRecord } from './records';

/** The journal of what the forge knows beside Git: runs, pull requests, deployments. */
export function forgeJournal(
  repositories: DiskRepositories,
): Journal<ForgeRecord> {
  return new Journal(repositories, {
    name: 'journal',
    schema: forgeRecord,
    keyOf: record =>
      record.kind === 'pull'
        ? `pull ${record.number}`
        : `${record.kind} ${record.id}`,
  });
}
