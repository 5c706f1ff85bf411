import {
  SourceFailure,
  type CommitRequest,
} from '@throughline/plugin-delivery-node';
import { refuseOtherThanFile, type Scratch } from './Scratch';

/** Somebody that commits are signed with. */
export interface Person {
  name: string;
  email: string;
}

/**
 * Makes a commit by an index of its own, without files on disk, so that nothing is converted on the way.
 *
 * @returns the commit
 * @throws SourceFailure
 */
export async function makeCommit(
  scratch: Scratch,
  { repository, parent, files, message, author }: CommitRequest,
  committer: Person,
): Promise<string> {
  const paths = Object.keys(files);
  paths.forEach(refuseStrangePath);
  const known = await scratch.entries(parent, paths);
  const lines: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    const entry = known.get(path);
    if (entry) {
      refuseOtherThanFile(entry, `${path.slice(0, 200)} of ${repository}`);
    }
    if (content !== null) {
      const oid = await scratch.local(
        ['hash-object', '-w', '--no-filters', '--stdin'],
        { input: content },
      );
      lines.push(`${entry?.mode ?? '100644'} ${oid.trim()}\t${path}`);
    } else if (entry) {
      lines.push(`0 ${entry.oid}\t${path}`);
    }
  }
  await scratch.local(['read-tree', parent]);
  await scratch.local(['update-index', '-z', '--index-info'], {
    input: lines.map(line => `${line}\0`).join(''),
  });
  // The files that were not fetched are at the host.
  const tree = await scratch.local(['write-tree', '--missing-ok']);
  const signed = author ?? committer;
  const commit = await scratch.local(
    ['commit-tree', tree.trim(), '-p', parent, '-F', '-'],
    {
      input: message,
      environment: {
        GIT_AUTHOR_NAME: signed.name,
        GIT_AUTHOR_EMAIL: signed.email,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
      },
    },
  );
  return commit.trim();
}

function refuseStrangePath(path: string): void {
  const isPlain = path.split('/').every(
    // eslint-disable-next-line no-control-regex
    part => !/^(|\.{1,2}|\.git)$/i.test(part) && !/[\u0000\n]/.test(part),
  );
  if (!isPlain) {
    throw new SourceFailure(
      'configuration',
      `'${path.slice(0, 200)}' cannot be the path of a file`,
    );
  }
}
