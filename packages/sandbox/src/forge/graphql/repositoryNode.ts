import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId, ORGANIZATION, stableId } from '../Forge';
import { htmlUrl } from '../payloads/repository';
import { actorNode } from './actorNode';
import { commitNode, pullNode, pullState, refNode } from './commitNodes';
import { connection, PagingArguments, typed } from './connection';
import { deploymentNode } from './deliveryNodes';
import { releaseNode, releasesOf } from './releaseNodes';

/** The organisation, with its repositories. */
export function organizationNode(forge: Forge) {
  return {
    ...actorNode(forge, ORGANIZATION),
    __typename: 'Organization',
    repositories: (paging: PagingArguments) =>
      connection(forge.code.list(), paging, 'repositories', info =>
        repositoryNode(forge, info),
      ),
  };
}

/** A repository. */
export function repositoryNode(forge: Forge, info: RepositoryInfo) {
  const repository = info.fullName;
  const pushedAt = async () =>
    (await forge.code.commits(repository, { ref: 'HEAD' }))[0]?.committedAt ??
    info.createdAt;
  const refNamed = async (name: string) => {
    const candidates = name.startsWith('refs/')
      ? [name]
      : [`refs/heads/${name}`, `refs/tags/${name}`];
    for (const candidate of candidates) {
      const sha = (await forge.code.refs(repository, candidate)).get(candidate);
      if (sha) {
        return refNode(forge, repository, candidate, sha);
      }
    }
    return null;
  };
  return {
    id: nodeId('R', repository),
    databaseId: stableId(`repository ${repository}`),
    name: repository.split('/')[1],
    nameWithOwner: repository,
    url: htmlUrl(forge, repository),
    description: info.description,
    owner: organizationNode(forge),
    isArchived: false,
    isPrivate: true,
    isFork: false,
    isEmpty: false,
    createdAt: info.createdAt,
    updatedAt: pushedAt,
    pushedAt,
    defaultBranchRef: () => refNamed('refs/heads/main'),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      refNamed(qualifiedName),
    refs: async (
      args: PagingArguments & {
        refPrefix: string;
        query?: string;
        orderBy?: { direction: 'ASC' | 'DESC' };
      },
    ) => {
      const prefix = args.refPrefix.replace(/\/?$/, '/');
      const all = [...(await forge.code.refs(repository, prefix))].filter(
        ([name]) => !args.query || name.includes(args.query),
      );
      return connection(
        args.orderBy?.direction === 'DESC' ? all.reverse() : all,
        args,
        'refs',
        ([name, sha]) => refNode(forge, repository, name, sha),
      );
    },
    object: async (args: { oid?: string; expression?: string }) => {
      const sha = await forge.code.resolve(
        repository,
        args.oid ?? args.expression ?? '',
      );
      const commit = sha && (await forge.code.commit(repository, sha));
      return commit ? commitNode(forge, info, commit) : null;
    },
    pullRequest: ({ number }: { number: number }) => {
      const pull = forge.records
        .pulls(repository)
        .find(each => each.number === number);
      if (!pull) {
        throw typed(
          'NOT_FOUND',
          `Could not resolve to a PullRequest with the number of ${number}.`,
        );
      }
      return pullNode(forge, info, pull);
    },
    pullRequests: (
      args: PagingArguments & {
        states?: string[];
        headRefName?: string;
        baseRefName?: string;
        orderBy?: { field: string; direction: 'ASC' | 'DESC' };
      },
    ) => {
      const key =
        args.orderBy?.field === 'UPDATED_AT' ? 'updatedAt' : 'createdAt';
      const pulls = forge.records
        .pulls(repository)
        .filter(pull => !args.states || args.states.includes(pullState(pull)))
        .filter(pull => !args.headRefName || pull.head.ref === args.headRefName)
        .filter(pull => !args.baseRefName || pull.base.ref === args.baseRefName)
        .sort((a, b) => a[key].localeCompare(b[key]) || a.number - b.number);
      return connection(
        args.orderBy?.direction === 'DESC' ? pulls.reverse() : pulls,
        args,
        'pullRequests',
        pull => pullNode(forge, info, pull),
      );
    },
    releases: async (
      args: PagingArguments & { orderBy?: { direction: 'ASC' | 'DESC' } },
    ) => {
      const newestFirst = await releasesOf(forge, info);
      return connection(
        args.orderBy?.direction === 'DESC'
          ? newestFirst
          : [...newestFirst].reverse(),
        args,
        'releases',
        release => releaseNode(forge, info, release),
      );
    },
    latestRelease: async () => {
      const [latest] = await releasesOf(forge, info);
      return latest ? releaseNode(forge, info, latest) : null;
    },
    deployments: (
      args: PagingArguments & {
        environments?: string[];
        orderBy?: { direction: 'ASC' | 'DESC' };
      },
    ) => {
      const newestFirst = forge.records
        .deployments(repository)
        .filter(
          each =>
            !args.environments || args.environments.includes(each.environment),
        );
      return connection(
        args.orderBy?.direction === 'DESC'
          ? newestFirst
          : [...newestFirst].reverse(),
        args,
        'deployments',
        each =>
          deploymentNode(forge, repository, each, {
            ref: () => refNamed(each.ref),
            creator: actorNode(forge, each.creator),
          }),
      );
    },
  };
}
