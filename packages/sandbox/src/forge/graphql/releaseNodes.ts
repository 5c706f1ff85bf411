import { CommitWithTree } from '../../git/parseCommit';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId } from '../Forge';
import { htmlUrl } from '../payloads/repository';
import { actorNode } from './actorNode';
import { commitNode } from './commitNodes';

/** People are told of minor versions; fixes in between are tags only. */
const ANNOUNCED = /\d+\.\d+\.0$/;
const PREFIX = 'refs/tags/';

interface Release {
  tag: string;
  commit: CommitWithTree;
}

/** The releases of a repository, newest first: acme's build announces each minor version. */
export async function releasesOf(
  forge: Forge,
  info: RepositoryInfo,
): Promise<Release[]> {
  const { fullName } = info;
  const releases: Release[] = [];
  for (const [ref, sha] of await forge.code.refs(fullName, PREFIX)) {
    const commit =
      ANNOUNCED.test(ref) && (await forge.code.commit(fullName, sha));
    if (commit) {
      releases.push({ tag: ref.slice(PREFIX.length), commit });
    }
  }
  return releases.sort(
    (a, b) =>
      b.commit.committedAt.localeCompare(a.commit.committedAt) ||
      b.tag.localeCompare(a.tag),
  );
}

/** A release. */
export function releaseNode(
  forge: Forge,
  info: RepositoryInfo,
  { tag, commit }: Release,
) {
  const at = commit.committedAt;
  return {
    id: nodeId('RE', `${info.fullName} ${tag}`),
    tagName: tag,
    name: tag,
    isDraft: false,
    isPrerelease: false,
    createdAt: at,
    publishedAt: at,
    updatedAt: at,
    url: `${htmlUrl(forge, info.fullName)}/releases/tag/${encodeURIComponent(
      tag,
    )}`,
    tagCommit: () => commitNode(forge, info, commit),
    author: actorNode(forge, 'acme-ci'),
  };
}
