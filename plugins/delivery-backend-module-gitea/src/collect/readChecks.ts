import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { readCombined } from '../map/readCombined';
import { repositoryPath, type RepositoryPass } from './RepositoryPass';

/** What all statuses of a commit say together; runs of Actions are among them. */
export async function readChecks(
  pass: RepositoryPass,
  sha: string,
): Promise<Judged<RunStatus> | undefined> {
  const answer = await pass.client.get(
    'statuses of a commit',
    repositoryPath(pass, 'commits', sha, 'status'),
  );
  return answer.type === 'ok' ? readCombined(answer.json) : undefined;
}
