import { createHash } from 'node:crypto';
import {
  SourceFailure,
  type OperateContext,
  decodeText,
} from '@throughline/plugin-delivery-node';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';
import { lookUpFiles, type TreeEntry } from './lookUpFiles';

/**
 * Files at a commit, exactly as they are; null where there is none.
 *
 * @throws SourceFailure where one is no file, or no text
 */
export async function readFiles(
  client: WriteClient,
  name: RepositoryName,
  request: { ref: string; paths: readonly string[] },
  context: OperateContext,
): Promise<Record<string, string | null>> {
  const { entries } = await lookUpFiles(
    client,
    name,
    { ...request, contents: true },
    context,
  );
  const files: [string, string | null][] = [];
  for (const path of request.paths) {
    const entry = entries.get(path);
    const content = entry
      ? await contentOf(client, name, path, entry, context)
      : null;
    files.push([path, content]);
  }
  return Object.fromEntries(files);
}

/**
 * @throws SourceFailure where an entry is none whose content can be edited: writing through a link would replace it
 */
export function refuseOtherThanFile(
  { mode, type }: Pick<TreeEntry, 'mode' | 'type'>,
  what: string,
): void {
  if (type !== 'blob' || !mode.startsWith('100')) {
    const found = mode === '120000' ? 'a symbolic link' : `a ${type}`;
    throw new SourceFailure(
      'configuration',
      `${what} is ${found}, not a file: name the file itself`,
    );
  }
}

async function contentOf(
  client: WriteClient,
  name: RepositoryName,
  path: string,
  entry: TreeEntry,
  context: OperateContext,
): Promise<string> {
  const what = `${path.slice(0, 200)} of ${name.identity}`;
  refuseOtherThanFile(entry, what);
  // GraphQL guesses encodings; only what has the blob's own name is its content.
  if (entry.text !== undefined && blobName(entry.text) === entry.oid) {
    return entry.text;
  }
  const { json } = await client.call(
    name,
    {
      asked: 'read a file',
      path: ['git', 'blobs', entry.oid],
      permission: 'contents: write',
    },
    context,
  );
  const { content, encoding } = json as {
    content?: unknown;
    encoding?: unknown;
  };
  if (typeof content !== 'string' || encoding !== 'base64') {
    throw new SourceFailure('protocol', `${what} was told in another shape`);
  }
  return decodeText(Buffer.from(content, 'base64'), what);
}

function blobName(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
