import { CommitWithTree } from '../../git/parseCommit';
import { Forge, nodeId } from '../Forge';
import { apiUrl, htmlUrl } from './repository';

/** A commit as an object of Git's. */
export function gitCommitPayload(
  forge: Forge,
  repository: string,
  commit: CommitWithTree,
) {
  const api = `${apiUrl(forge, repository)}/git`;
  const html = `${htmlUrl(forge, repository)}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    author: { ...commit.author, date: commit.authoredAt },
    committer: { ...commit.author, date: commit.committedAt },
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html}/${sha}`,
    })),
    verification: {
      verified: false,
      reason: 'unsigned',
      signature: null,
      payload: null,
      verified_at: null,
    },
  };
}

/** A branch or tag as an object of Git's. */
export function refPayload(
  forge: Forge,
  repository: string,
  ref: string,
  sha: string,
) {
  const api = apiUrl(forge, repository);
  return {
    ref,
    node_id: nodeId('REF', `${repository} ${ref}`),
    url: `${api}/git/${ref}`,
    object: { sha, type: 'commit', url: `${api}/git/commits/${sha}` },
  };
}
