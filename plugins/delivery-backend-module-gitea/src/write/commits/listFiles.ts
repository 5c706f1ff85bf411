import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../../api/RepositoryCall';
import { assertCommit } from './readFiles';

/** The contract's own bound. */
const LIMIT = 500;
/** So many entries of a tree are asked for at a time; the host may grant fewer. */
const PAGE = 1_000;
const MAX_PAGES = 20;

const Entries = z.array(
  z.object({ name: z.string(), type: z.string(), sha: z.string() }),
);
const Tree = z.object({
  truncated: z.boolean().nullish(),
  tree: z.array(z.object({ path: z.string(), type: z.string() })).nullish(),
});

/**
 * Paths of the files below a folder at a commit; none where there is no such folder.
 *
 * @throws SourceFailure
 */
export async function listFiles(
  call: RepositoryCall,
  request: { ref: string; folder: string },
): Promise<string[]> {
  const folder = request.folder.replace(/^\/+|\/+$/g, '');
  const root = folder ? await treeOf(call, request.ref, folder) : request.ref;
  if (root === undefined) {
    return [];
  }
  const files: string[] = [];
  for (let page = 1; files.length < LIMIT; page += 1) {
    if (page > MAX_PAGES) {
      throw new SourceFailure(
        'protocol',
        `${folder.slice(0, 200) || 'The repository'} of ${
          call.name
        } has too many entries to be listed`,
      );
    }
    const { json } = await call.send({
      asked: 'list files',
      path: ['git', 'trees', root],
      query: { recursive: true, page, per_page: PAGE },
    });
    const { data } = Tree.safeParse(json);
    if (!data) {
      throw call.misshapen('A folder');
    }
    files.push(
      ...(data.tree ?? [])
        .filter(({ type }) => type === 'blob')
        .map(({ path }) => (folder ? `${folder}/${path}` : path)),
    );
    if (!data.truncated || !data.tree?.length) {
      break;
    }
  }
  return files.slice(0, LIMIT);
}

/** The name that Git gives a folder; undefined where there is none. */
async function treeOf(
  call: RepositoryCall,
  ref: string,
  folder: string,
): Promise<string | undefined> {
  const names = folder.split('/');
  const last = names.pop();
  const { status, json } = await call.send({
    asked: 'look a folder up',
    path: ['contents', ...names],
    query: { ref },
    accept: [404],
  });
  if (status === 404) {
    await assertCommit(call, ref);
    return undefined;
  }
  // What is above it may be a file.
  const { data = [] } = Entries.safeParse(json);
  return data.find(({ name, type }) => name === last && type === 'dir')?.sha;
}
