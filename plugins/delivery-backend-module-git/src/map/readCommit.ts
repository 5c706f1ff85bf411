import {
  firstLine,
  linkingTrailers,
  malformedResult,
  type CommitItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import type { LogCommit } from '../history/LogParser';
import { isoTime } from './isoTime';

/** Trailers are at the end of a message. */
const MAX_TRAILERS = 20_000;

/** A commit as an item. */
export function readCommit(
  repository: string,
  commit: LogCommit,
  onDefaultBranch: boolean,
): ReadResult<CommitItem> {
  const key = `${repository}@${commit.sha}`;
  const committedAt = isoTime(commit.committedAt);
  if (!committedAt) {
    return malformedResult('commit', key, key, 'its date is none');
  }
  const name = firstLine(commit.author, 100) || 'unknown';
  const trailers = linkingTrailers(commit.message.slice(-MAX_TRAILERS));
  const item: CommitItem = {
    kind: 'commit',
    key,
    repository,
    sha: commit.sha,
    parents: commit.parents,
    author: { name, ...(/\[bot\]$/.test(name) ? { automated: true } : {}) },
    committedAt,
    subject: firstLine(commit.message.trimStart()),
    ...(trailers ? { trailers } : {}),
    paths: commit.paths,
    onDefaultBranch,
  };
  return { type: 'item', item };
}
