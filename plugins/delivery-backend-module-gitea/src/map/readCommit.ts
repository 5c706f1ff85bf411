import { z } from 'zod';
import {
  actorOf,
  firstLine,
  isoTime,
  linkingTrailers,
  malformedResult,
  webUrl,
  type CommitItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { moment, person, sha } from './schemas';

const Commit = z.object({
  sha,
  html_url: z.string().nullish(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string().nullish() }).nullish(),
    committer: z.object({ date: moment }),
  }),
  author: person,
  parents: z.array(z.object({ sha })).nullish(),
  files: z.array(z.object({ filename: z.string() })).nullish(),
});

/** A commit before it is known what it is reachable from, with the files that it changes. */
export interface ReadCommit {
  commit: Omit<CommitItem, 'paths' | 'onDefaultBranch'>;
  sha: string;
  parents: string[];
  files: string[];
}

/** How a merge commit, or a squashed one, names the pull request that it comes from. */
const PULL_REQUEST =
  /^Merge pull request '.*' \(#(\d{1,9})\) from |\(#(\d{1,9})\)$/;

/** Reads a commit. */
export function readCommit(
  repository: string,
  node: unknown,
): ReadResult<ReadCommit> {
  const { data, error } = Commit.safeParse(node);
  if (!data) {
    const id = sha.safeParse((node as { sha?: unknown } | null)?.sha).data;
    return malformedResult(
      'commit',
      id && `${repository}@${id}`,
      `a commit of ${repository}`,
      error,
    );
  }
  const message = data.commit.message.slice(0, 20_000);
  const subject = firstLine(message);
  const trailers = linkingTrailers(message);
  const url = webUrl(data.html_url);
  const [, merged, squashed] = PULL_REQUEST.exec(subject) ?? [];
  const pull = Number(merged ?? squashed ?? 0);
  const parents = (data.parents ?? []).map(parent => parent.sha);
  return {
    type: 'item',
    item: {
      sha: data.sha,
      parents,
      files: (data.files ?? []).map(({ filename }) => filename),
      commit: {
        kind: 'commit',
        key: `${repository}@${data.sha}`,
        repository,
        sha: data.sha,
        parents,
        author: actorOf(data.author?.login, data.commit.author?.name) ?? {
          name: 'unknown',
        },
        committedAt: isoTime(data.commit.committer.date)!,
        subject,
        ...(trailers ? { trailers } : {}),
        ...(pull > 0 ? { pullRequest: pull } : {}),
        ...(url ? { url } : {}),
      },
    },
  };
}
