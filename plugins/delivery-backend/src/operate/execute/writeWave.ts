import type {
  DeliverySource,
  RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { byRepository, repositoryKey } from '../plan/byRepository';
import {
  missingPullRequests,
  wantsPullRequest,
} from '../plan/missingPullRequests';
import type { TargetEdit } from '../plan/VersionEdits';
import { writerFor } from '../plan/writerFor';
import type { CommitSubject } from './commitWords';
import type { ExecuteContext } from './Executor';
import type { WaveMemory, WriteMemory } from './VersionMemory';
import { writeCommit } from './writeCommit';
import { writePullRequest } from './writePullRequest';

export interface WriteOptions extends CommitSubject {
  sources: readonly DeliverySource[];
  context: ExecuteContext;
  /** Stores what is remembered. */
  remember: () => Promise<void>;
  /** The wave that is written, from 1. */
  wave: number;
  /** Which of the repository's branches that the wave is written to, from 1. */
  part: number;
}

/** How far the writing of a wave is. */
export type Written =
  | { type: 'written' }
  | { type: 'waiting'; message: string; url?: string }
  | {
      type: 'failed';
      message: string;
      /** What somebody else has changed meanwhile. */
      diff?: string;
    };

/** Writes the edits of one repository. */
export type Write = (
  edits: readonly TargetEdit[],
  write: WriteMemory,
  writer: RepositoryWriter,
  options: WriteOptions,
) => Promise<Written>;

/** Writes what one wave asks for, each repository once, whatever happens in between. */
export async function writeWave(
  edits: readonly TargetEdit[],
  memory: WaveMemory,
  options: Omit<WriteOptions, 'part'>,
): Promise<Written> {
  const parts = new Map<string, number>();
  for (const group of byRepository(edits)) {
    const [{ rule }] = group;
    const part = (parts.get(rule.repository) ?? 0) + 1;
    parts.set(rule.repository, part);
    const key = repositoryKey(rule);
    memory.writes[key] ??= { conflicts: 0 };
    const writer = writerFor(rule.repository, options.sources);
    if (!('head' in writer)) {
      return { type: 'failed', message: writer.reason };
    }
    const missing = missingPullRequests(group, writer);
    if (missing) {
      return { type: 'failed', message: missing };
    }
    const write: Write = group.some(wantsPullRequest)
      ? writePullRequest
      : writeCommit;
    const written = await write(group, memory.writes[key], writer, {
      ...options,
      part,
    });
    if (written.type !== 'written') {
      return written;
    }
  }
  return { type: 'written' };
}

/** What the state of gates is told about, where a pull request is open. */
export function openPullRequests(
  memory: WaveMemory,
): { repository: string; sha: string }[] {
  return Object.entries(memory.writes).flatMap(([key, write]) =>
    write.pullRequest && !write.sha
      ? [{ repository: key.split(' ')[0], sha: write.pullRequest.headSha }]
      : [],
  );
}
