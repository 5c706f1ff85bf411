import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { LogCommit } from '../history/LogParser';
import { linkingTrailers } from './linkingTrailers';
import { isoTime, line } from './text';

/** A commit as an item; the reason where it cannot be one. */
export function readCommit(
  repository: string,
  commit: LogCommit,
  onDefaultBranch: boolean,
): CommitItem | { key: string; reason: string } {
  const key = `${repository}@${commit.sha}`;
  const committedAt = isoTime(commit.committedAt);
  if (!committedAt) {
    return { key, reason: 'its date is none' };
  }
  const name = line(commit.author, 100) || 'unknown';
  const trailers = linkingTrailers(commit.message);
  return {
    kind: 'commit',
    key,
    repository,
    sha: commit.sha,
    parents: commit.parents,
    author: { name, ...(/\[bot\]$/.test(name) ? { automated: true } : {}) },
    committedAt,
    subject: line(commit.message.trimStart()),
    ...(trailers ? { trailers } : {}),
    paths: commit.paths,
    onDefaultBranch,
  };
}
