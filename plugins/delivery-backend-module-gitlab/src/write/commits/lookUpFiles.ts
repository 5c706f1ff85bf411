import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ProjectCall } from '../../api/ProjectCall';
import { readTree, type TreeEntry } from './readTree';

/**
 * What is at some paths at a commit, by path. The folders are read for it, as a file's own answer does not say whether
 * it is a link.
 *
 * @throws SourceFailure where one is no file: writing through a link would replace it
 */
export async function lookUpFiles(
  call: ProjectCall,
  request: { ref: string; paths: readonly string[] },
): Promise<Map<string, TreeEntry>> {
  const found = new Map<string, TreeEntry>();
  const folders = new Set(
    request.paths.map(path =>
      path.slice(0, Math.max(0, path.lastIndexOf('/'))),
    ),
  );
  for (const folder of folders) {
    for (const entry of await readTree(call, request.ref, folder)) {
      if (request.paths.includes(entry.path)) {
        refuseOtherThanFile(entry, call);
        found.set(entry.path, entry);
      }
    }
  }
  return found;
}

function refuseOtherThanFile(
  { mode, type, path }: TreeEntry,
  call: ProjectCall,
): void {
  if (type !== 'blob' || !mode.startsWith('100')) {
    const what = mode === '120000' ? 'a symbolic link' : `a ${type}`;
    throw new SourceFailure(
      'configuration',
      `${path.slice(0, 200)} of ${
        call.name
      } is ${what}, not a file: name the file itself`,
    );
  }
}
