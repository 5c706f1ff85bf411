import { Commit } from './Repositories';

/** The fields that {@link parseLog} reads, for `git log --format`. */
export const LOG_FORMAT =
  '%H%x1f%P%x1f%an%x1f%ae%x1f%at%x1f%ct%x1f%T%x1f%B%x1e';

/** A commit with the tree that it records. */
export interface CommitWithTree extends Commit {
  tree: string;
}

/** Reads the output of `git log --format=LOG_FORMAT`. */
export function parseLog(output: string): CommitWithTree[] {
  return output
    .split('\x1e')
    .map(record => record.replace(/^\n/, ''))
    .filter(record => record !== '')
    .map(record => {
      const [sha, parents, name, email, authored, committed, tree, ...body] =
        record.split('\x1f');
      const message = body.join('\x1f').replace(/\n+$/, '');
      return {
        sha,
        parents: parents === '' ? [] : parents.split(' '),
        author: { name, email },
        authoredAt: isoSeconds(authored),
        committedAt: isoSeconds(committed),
        subject: message.split('\n')[0],
        message,
        tree,
      };
    });
}

function isoSeconds(seconds: string): string {
  return new Date(Number(seconds) * 1000)
    .toISOString()
    .replace(/\.\d{3}Z$/, 'Z');
}
