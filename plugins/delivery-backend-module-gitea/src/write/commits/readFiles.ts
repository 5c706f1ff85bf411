import { SourceFailure, decodeText } from '@throughline/plugin-delivery-node';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { lookUpFile } from './lookUpFile';
import { readMessage } from './readCommit';

/**
 * Files at a commit, exactly as they are; null where there is none.
 *
 * @throws SourceFailure where one is no file, or no text, and where there is no such commit
 */
export async function readFiles(
  call: RepositoryCall,
  request: { ref: string; paths: readonly string[] },
): Promise<Record<string, string | null>> {
  const files: [string, string | null][] = [];
  for (const path of request.paths) {
    const file = await lookUpFile(call, request.ref, path);
    const what = `${path.slice(0, 200)} of ${call.name}`;
    if (file && !file.content) {
      throw new SourceFailure(
        'configuration',
        `${what} is too large to be edited`,
      );
    }
    files.push([path, file ? decodeText(file.content!, what) : null]);
  }
  if (files.some(([, content]) => content === null)) {
    await assertCommit(call, request.ref);
  }
  return Object.fromEntries(files);
}

/** Gitea answers 404 to a file that is not there and to a commit that is not. */
export async function assertCommit(
  call: RepositoryCall,
  ref: string,
): Promise<void> {
  if ((await readMessage(call, ref)) === undefined) {
    throw new SourceFailure(
      'protocol',
      `${call.name} has no commit '${ref.slice(0, 60)}'`,
    );
  }
}
