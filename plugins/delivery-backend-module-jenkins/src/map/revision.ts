import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import type { RevisionNode } from '../api/schemas';

/** What a build checked out. */
export interface BuiltRevision {
  /** See `repositoryIdentity`. */
  repository: string;
  /** As Jenkins has it, without credentials. */
  url: string;
  sha: string;
  branch?: string;
}

/**
 * What a build is of. A build checks out its libraries as well, and Jenkins does not tell which one is which: where
 * several repositories are left besides the known libraries, none is claimed.
 *
 * @param isLibrary - tells by a repository's identity
 */
export function builtRevision(
  nodes: readonly RevisionNode[],
  isLibrary: (repository: string) => boolean,
): BuiltRevision | undefined {
  const revisions = nodes
    .flatMap(readRevision)
    .filter(({ repository }) => !isLibrary(repository));
  const repositories = new Set(revisions.map(({ repository }) => repository));
  return repositories.size === 1 ? revisions[revisions.length - 1] : undefined;
}

function readRevision(node: RevisionNode): BuiltRevision[] {
  const [url] = node.remoteUrls ?? [];
  const repository = url && repositoryIdentity(url);
  const sha = node.lastBuiltRevision?.SHA1?.toLocaleLowerCase('en-US');
  if (!repository || !sha || !/^[0-9a-f]{40}$/.test(sha)) {
    return [];
  }
  const branch = branchName(node.lastBuiltRevision?.branch?.[0]?.name);
  return [
    { repository, url: withoutUser(url), sha, ...(branch ? { branch } : {}) },
  ];
}

/** `refs/remotes/origin/main` and `origin/main` are `main`; a build of a bare commit has no branch. */
function branchName(name: string | undefined): string | undefined {
  const short = name
    ?.replace(/^refs\/(remotes\/|heads\/)?/, '')
    .replace(/^origin\//, '');
  return short && short !== 'detached' ? short.slice(0, 300) : undefined;
}

function withoutUser(url: string): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const parsed = new URL(url);
  if (!parsed.username && !parsed.password) {
    return url;
  }
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
