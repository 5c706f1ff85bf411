import { CommitWithTree } from '../../git/parseCommit';
import { personByEmail } from '../../world/people';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId, stableId } from '../Forge';
import { htmlUrl } from '../payloads/repository';
import { mergeState } from '../mergeState';
import { PullRecord } from '../records';
import { pullsOfCommit } from '../rest/commits';
import { actorNode } from './actorNode';
import { connection, PagingArguments, typed } from './connection';
import { checkSuitesOf, rollupOf } from './deliveryNodes';
import { fileNode, treeNode } from './fileNodes';

/** A branch or a tag. */
export function refNode(
  forge: Forge,
  repository: string,
  ref: string,
  sha: string,
) {
  const [, kind, ...name] = ref.split('/');
  return {
    id: nodeId('REF', `${repository} ${ref}`),
    name: name.join('/'),
    prefix: `refs/${kind}/`,
    target: async () => {
      const commit = await forge.code.commit(repository, sha);
      const info = forge.code.find(repository);
      return commit && info ? commitNode(forge, info, commit) : null;
    },
  };
}

/** A commit. */
export function commitNode(
  forge: Forge,
  info: RepositoryInfo,
  commit: CommitWithTree,
): Record<string, unknown> {
  const repository = info.fullName;
  const url = `${htmlUrl(forge, repository)}/commit/${commit.sha}`;
  const person = personByEmail(commit.author.email);
  const gitActor = (date: string) => ({
    ...commit.author,
    date,
    user:
      person && person.login !== 'acme-ci'
        ? actorNode(forge, person.login)
        : null,
    avatarUrl: `${forge.baseUrl}/avatars/${person?.login ?? 'unknown'}`,
  });
  const counts = async () => {
    const files = await forge.code.changedFiles(repository, commit.sha);
    return {
      additions: files.reduce((sum, file) => sum + file.additions, 0),
      deletions: files.reduce((sum, file) => sum + file.deletions, 0),
      files: files.length,
    };
  };
  const [, ...body] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    id: nodeId('C', commit.sha),
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    commitUrl: url,
    url,
    message: commit.message,
    messageHeadline: commit.subject,
    messageBody: body.join('\n').trim(),
    authoredDate: commit.authoredAt,
    committedDate: commit.committedAt,
    author: gitActor(commit.authoredAt),
    committer: gitActor(commit.committedAt),
    additions: async () => (await counts()).additions,
    deletions: async () => (await counts()).deletions,
    changedFilesIfAvailable: async () => (await counts()).files,
    parents: (paging: PagingArguments) =>
      connection(commit.parents, paging, 'parents', async sha => {
        const parent = await forge.code.commit(repository, sha);
        return parent ? commitNode(forge, info, parent) : null;
      }),
    history: async (
      args: PagingArguments & {
        path?: string;
        since?: string;
        until?: string;
        author?: { emails?: string[] };
      },
    ) => {
      const commits = await forge.code.commits(repository, {
        ref: commit.sha,
        path: args.path ?? undefined,
        since: args.since ?? undefined,
        until: args.until ?? undefined,
      });
      const emails = args.author?.emails;
      return connection(
        emails
          ? commits.filter(each => emails.includes(each.author.email))
          : commits,
        args,
        'history',
        each => commitNode(forge, info, each),
        index => `${commit.sha} ${index}`,
        cursor => {
          const index = Number(cursor.split(' ')[1]);
          if (!Number.isInteger(index)) {
            throw typed(
              'INVALID_CURSOR_ARGUMENTS',
              `\`${cursor}\` does not appear to be a valid cursor.`,
            );
          }
          return index;
        },
      );
    },
    associatedPullRequests: async (paging: PagingArguments) =>
      connection(
        await pullsOfCommit(forge, repository, commit.sha),
        paging,
        'associatedPullRequests',
        pull => pullNode(forge, info, pull),
      ),
    checkSuites: (paging: PagingArguments) =>
      checkSuitesOf(forge, repository, commit.sha, paging),
    tree: treeNode(forge, repository, commit),
    file: ({ path }: { path: string }) =>
      fileNode(forge, repository, commit, path),
    statusCheckRollup: () => rollupOf(forge, repository, commit.sha),
  };
}

/** A pull request. */
export function pullNode(
  forge: Forge,
  info: RepositoryInfo,
  pull: PullRecord,
): Record<string, unknown> {
  const repository = info.fullName;
  const id = stableId(`pull ${repository}#${pull.number}`);
  const url = `${htmlUrl(forge, repository)}/pull/${pull.number}`;
  return {
    id: nodeId('PR', id),
    databaseId: id,
    fullDatabaseId: String(id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    url,
    state: pullState(pull),
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    closed: pull.state === 'closed',
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    mergedAt: pull.mergedAt,
    author: actorNode(forge, pull.author),
    mergedBy: pull.mergedBy ? actorNode(forge, pull.mergedBy) : null,
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    mergeCommit: async () => {
      const commit =
        pull.mergeSha && (await forge.code.commit(repository, pull.mergeSha));
      return commit ? commitNode(forge, info, commit) : null;
    },
    mergeStateStatus: async () =>
      (await mergeState(forge, repository, pull)).toUpperCase(),
    mergeable: async () => {
      const state = await mergeState(forge, repository, pull);
      if (state === 'unknown') {
        return 'UNKNOWN';
      }
      return state === 'dirty' ? 'CONFLICTING' : 'MERGEABLE';
    },
    reviewDecision: null,
    mergeQueueEntry: pull.queue
      ? { id: nodeId('MQE', id), ...pull.queue }
      : null,
    headRef: async () => {
      const ref = `refs/heads/${pull.head.ref}`;
      const sha = (await forge.code.refs(repository, ref)).get(ref);
      return sha ? refNode(forge, repository, ref, sha) : null;
    },
    commits: async (paging: PagingArguments) => {
      const comparison = await forge.code.compare(
        repository,
        pull.base.sha,
        pull.head.sha,
      );
      return connection(comparison?.ahead ?? [], paging, 'commits', commit => ({
        id: nodeId('PRC', `${pull.number} ${commit.sha}`),
        url: `${url}/commits/${commit.sha}`,
        commit: commitNode(forge, info, commit),
      }));
    },
  };
}

/** What GraphQL calls the state of a pull request. */
export function pullState(pull: PullRecord): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (pull.state === 'open') {
    return 'OPEN';
  }
  return pull.mergedAt ? 'MERGED' : 'CLOSED';
}
