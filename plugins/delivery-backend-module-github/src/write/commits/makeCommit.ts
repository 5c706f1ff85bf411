import {
  SourceFailure,
  type CommitRequest,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient, WriteCall } from '../../api/WriteClient';
import { lookUpFiles } from './lookUpFiles';
import { refuseOtherThanFile } from './readFiles';

const Made = z.object({ sha: z.string().regex(/^[0-9a-f]{40}/) });

/**
 * Makes the objects of a commit. No branch leads to them: until one does, nothing has been written that anybody sees.
 *
 * @returns the commit
 * @throws SourceFailure
 */
export async function makeCommit(
  client: WriteClient,
  name: RepositoryName,
  request: Pick<CommitRequest, 'parent' | 'files' | 'message' | 'author'>,
  context: OperateContext,
): Promise<string> {
  const { parent, files, message, author } = request;
  const base = await lookUpFiles(
    client,
    name,
    { ref: parent, paths: Object.keys(files), contents: false },
    context,
  );
  const entries = Object.entries(files).flatMap(([path, content]): object[] => {
    const known = base.entries.get(path);
    if (known) {
      refuseOtherThanFile(known, `${path.slice(0, 200)} of ${name.identity}`);
    }
    if (content === null) {
      return known ? [{ path, mode: known.mode, type: 'blob', sha: null }] : [];
    }
    return [{ path, mode: known?.mode ?? '100644', type: 'blob', content }];
  });
  const post = async (what: string, body: unknown) => {
    const call: WriteCall = {
      asked: `make a ${what}`,
      method: 'POST',
      path: ['git', `${what}s`],
      body,
      permission: 'contents: write',
    };
    const { data } = Made.safeParse(
      (await client.call(name, call, context)).json,
    );
    if (!data) {
      throw new SourceFailure(
        'protocol',
        `The ${what} that was made in ${name.identity} was told in another shape`,
      );
    }
    return data.sha;
  };
  const tree =
    entries.length > 0
      ? await post('tree', { base_tree: base.tree, tree: entries })
      : base.tree;
  return post('commit', {
    message,
    tree,
    parents: [parent],
    ...(author ? { author } : {}),
  });
}
