import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { OperationRecord } from '../records';
import { trailerOf } from './commitWords';
import { isDoubtful } from './isDoubtful';
import type { WaveMemory } from './VersionMemory';

/**
 * What a failure while a wave is written means: that it is tried again, that nothing more is written, or that nobody can
 * tell what was.
 *
 * @throws what is no failure of a source
 */
export function afterFailure(
  error: unknown,
  wave: WaveMemory,
  record: OperationRecord,
  { now, patienceMs }: { now: number; patienceMs: number },
): { state: 'running' | 'failed' | 'unknown'; message: string } {
  if (!(error instanceof SourceFailure)) {
    throw error;
  }
  const { message } = error;
  const open = Object.values(wave.writes).find(
    ({ pullRequest, sha }) => pullRequest && !sha,
  )?.pullRequest;
  if (isDoubtful(error)) {
    wave.unansweredSince ??= new Date(now).toISOString();
    // Whoever merges a pull request may take days, and its host be down meanwhile.
    if (open || now - Date.parse(wave.unansweredSince) <= patienceMs) {
      return { state: 'running', message };
    }
  }
  if (open) {
    return {
      state: 'unknown',
      message: `pull request #${open.number} cannot be followed any more, and may be merged or not: ${message}`,
    };
  }
  const doubtful = isDoubtful(error) ? unsureOf(wave, record) : undefined;
  return doubtful
    ? { state: 'unknown', message: `${message}; ${doubtful}` }
    : { state: 'failed', message: `${message}${writtenOf(wave)}` };
}

/** Where to look for what may have been written. */
function unsureOf(
  wave: WaveMemory,
  record: OperationRecord,
): string | undefined {
  for (const [key, { writing, branch, sha }] of Object.entries(wave.writes)) {
    if (writing && !sha) {
      return `whether it was written cannot be told: look in ${repositoryOf(
        key,
      )} for a commit on ${branch} that says "${trailerOf(
        record,
      )}", or a branch delivery/${record.id}`;
    }
  }
  return undefined;
}

function writtenOf({ writes }: WaveMemory): string {
  const repositories = Object.entries(writes)
    .filter(([, { sha, asItWas }]) => sha && !asItWas)
    .map(([key]) => repositoryOf(key));
  return repositories.length > 0
    ? `; ${repositories.join(', ')} is written already`
    : '; nothing was written';
}

function repositoryOf(key: string): string {
  return key.split(' ')[0];
}
