import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';
import { lookUpFiles } from './lookUpFiles';

/** The contract's own bound. */
const LIMIT = 500;

const Tree = z.object({
  truncated: z.boolean().optional(),
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), sha: z.string() }),
  ),
});

/**
 * Paths of the files below a folder at a commit; none where there is no such folder.
 *
 * @throws SourceFailure
 */
export async function listFiles(
  client: WriteClient,
  name: RepositoryName,
  request: { ref: string; folder: string },
  context: OperateContext,
): Promise<string[]> {
  const folder = request.folder.replace(/^\/+|\/+$/g, '');
  const found = await lookUpFiles(
    client,
    name,
    { ref: request.ref, paths: folder ? [folder] : [], contents: false },
    context,
  );
  const entry = found.entries.get(folder);
  if (folder && entry?.type !== 'tree') {
    return [];
  }
  const tree = async (sha: string, recursive: boolean) => {
    const { json } = await client.call(
      name,
      {
        asked: 'list files',
        path: ['git', 'trees', sha],
        query: recursive ? { recursive: 1 } : {},
        permission: 'contents: write',
      },
      context,
    );
    const { data } = Tree.safeParse(json);
    if (!data) {
      throw new SourceFailure(
        'protocol',
        `A folder of ${name.identity} was told in another shape`,
      );
    }
    return data;
  };
  const root = { sha: entry?.oid ?? found.tree, prefix: folder };
  const whole = await tree(root.sha, true);
  if (!whole.truncated) {
    return whole.tree
      .filter(({ type }) => type === 'blob')
      .map(({ path }) => join(folder, path))
      .slice(0, LIMIT);
  }
  return walk(root, async sha => (await tree(sha, false)).tree);
}

/** Folder by folder, where the whole is too large for one answer. */
async function walk(
  root: { sha: string; prefix: string },
  read: (sha: string) => Promise<{ path: string; type: string; sha: string }[]>,
): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  while (folders.length > 0 && files.length < LIMIT) {
    const { sha, prefix } = folders.shift()!;
    for (const each of await read(sha)) {
      const path = join(prefix, each.path);
      if (each.type === 'blob') {
        files.push(path);
      } else if (each.type === 'tree') {
        folders.push({ sha: each.sha, prefix: path });
      }
    }
  }
  return files.slice(0, LIMIT);
}

function join(folder: string, path: string): string {
  return folder ? `${folder}/${path}` : path;
}
