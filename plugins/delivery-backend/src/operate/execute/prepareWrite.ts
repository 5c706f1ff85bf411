import type { RepositoryWriter } from '@throughline/plugin-delivery-node';
import {
  makeEdits,
  type EditResult,
  type TargetEdit,
} from '../plan/VersionEdits';
import { trailerOf } from './commitWords';
import { findClash } from './findClash';
import type { WriteMemory } from './VersionMemory';
import type { WriteOptions, Written } from './writeWave';

const MAX_CONFLICTS = 20;

/**
 * Finds out what is to be written on the branch as it is now: an earlier attempt whose answer was lost may have written it,
 * somebody else may have, and somebody may have put another value there.
 *
 * @returns what to write, or what has come of it already
 */
export async function prepareWrite(
  edits: readonly TargetEdit[],
  write: WriteMemory,
  writer: RepositoryWriter,
  options: WriteOptions,
): Promise<EditResult | Written> {
  const { context, remember, record, order } = options;
  const [{ rule }] = edits;
  if (write.writing && write.branch) {
    const found = await writer.findCommit(
      {
        repository: rule.repository,
        branch: write.branch,
        since: write.writing.parent,
        text: trailerOf(record),
      },
      context,
    );
    if (found) {
      return written(write, found.sha, remember);
    }
  }
  const result = await makeEdits(edits, writer, context);
  const clash = await findClash(edits, result, order, { writer, context });
  if (clash) {
    return { type: 'failed', ...clash };
  }
  if (Object.keys(result.files).length === 0) {
    write.asItWas = true;
    return written(write, result.head, remember);
  }
  write.branch = result.branch;
  // The oldest one: what was sent first may arrive last.
  write.writing ??= { parent: result.head };
  await remember();
  return result;
}

/** Counts that somebody else was faster, so that nobody is raced for ever. */
export async function afterConflict(
  write: WriteMemory,
  repository: string,
  remember: () => Promise<void>,
): Promise<Written> {
  write.conflicts++;
  await remember();
  return write.conflicts > MAX_CONFLICTS
    ? {
        type: 'failed',
        message: `${repository} was changed by somebody else each time, ${MAX_CONFLICTS} times in a row`,
      }
    : {
        type: 'waiting',
        message: 'somebody else has just written; it is tried again on that',
      };
}

/** Remembers what was written. */
export async function written(
  write: WriteMemory,
  sha: string,
  remember: () => Promise<void>,
): Promise<Written> {
  write.sha = sha;
  delete write.writing;
  await remember();
  return { type: 'written' };
}
