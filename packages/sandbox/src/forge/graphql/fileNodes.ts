import path from 'path';
import { CommitWithTree } from '../../git/parseCommit';
import { TreeEntryAt } from '../code/CodeHost';
import { Forge, nodeId } from '../Forge';
import { htmlUrl } from '../payloads/repository';

const MAX_TEXT_BYTES = 512_000;

/** What a commit holds at a path; null where there is nothing. */
export async function fileNode(
  forge: Forge,
  repository: string,
  commit: CommitWithTree,
  file: string,
) {
  const folder = path.posix.dirname(file);
  const tree = await forge.code.tree(
    repository,
    folder === '.' ? commit.sha : `${commit.sha}:${folder}`,
    false,
  );
  const entry = tree?.entries.find(
    each => each.name === path.posix.basename(file),
  );
  return entry
    ? {
        name: entry.name,
        path: file,
        oid: entry.oid,
        mode: parseInt(entry.mode, 8),
        type: entry.type,
        size: entry.size ?? 0,
        object: () => objectNode(forge, repository, commit, entry),
      }
    : null;
}

/** A commit's tree, of which only the name is told. */
export function treeNode(
  forge: Forge,
  repository: string,
  { sha, tree }: Pick<CommitWithTree, 'sha' | 'tree'>,
) {
  return {
    __typename: 'Tree',
    ...gitObject(forge, repository, sha, tree),
    entries: null,
  };
}

async function objectNode(
  forge: Forge,
  repository: string,
  commit: CommitWithTree,
  { type, oid }: TreeEntryAt,
) {
  if (type === 'tree') {
    return treeNode(forge, repository, { sha: commit.sha, tree: oid });
  }
  const blob =
    type === 'blob' ? await forge.code.blob(repository, oid) : undefined;
  if (!blob) {
    return null;
  }
  const isBinary = blob.content.includes(0);
  const isTruncated = blob.content.length > MAX_TEXT_BYTES;
  return {
    __typename: 'Blob',
    ...gitObject(forge, repository, commit.sha, oid),
    byteSize: blob.content.length,
    isBinary,
    isTruncated,
    text: isBinary
      ? null
      : blob.content.subarray(0, MAX_TEXT_BYTES).toString('utf8'),
  };
}

function gitObject(
  forge: Forge,
  repository: string,
  commit: string,
  oid: string,
) {
  return {
    id: nodeId('O', `${repository} ${oid}`),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: `${htmlUrl(forge, repository)}/commit/${commit}`,
  };
}
