import type { ProjectCall } from '../../api/ProjectCall';
import { readTree } from './readTree';

/** The contract's own bound. */
const LIMIT = 500;

/**
 * Paths of the files below a folder at a commit; none where there is no such folder.
 *
 * @throws SourceFailure
 */
export async function listFiles(
  call: ProjectCall,
  request: { ref: string; folder: string },
): Promise<string[]> {
  const folder = request.folder.replace(/^\/+|\/+$/g, '');
  const entries = await readTree(call, request.ref, folder, {
    recursive: true,
    enough: LIMIT,
  });
  return entries
    .filter(({ type, path }) => type === 'blob' && path !== folder)
    .map(({ path }) => path)
    .slice(0, LIMIT);
}
