import { CommitWithTree } from '../../git/parseCommit';
import { ChangedFile, Comparison } from '../code/CodeHost';
import { Forge, nodeId } from '../Forge';
import { apiUrl, htmlUrl } from './repository';
import { userOfEmail } from './user';

/** A commit in a list. */
export function commitPayload(
  forge: Forge,
  repository: string,
  commit: CommitWithTree,
) {
  const api = apiUrl(forge, repository);
  const html = htmlUrl(forge, repository);
  const user = userOfEmail(forge, commit.author.email);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: { ...commit.author, date: commit.authoredAt },
      committer: { ...commit.author, date: commit.committedAt },
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: user,
    committer: user,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
  };
}

/** A commit by itself, with its files. */
export function commitWithFilesPayload(
  forge: Forge,
  repository: string,
  commit: CommitWithTree,
  files: ChangedFile[],
) {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitPayload(forge, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map(file => filePayload(forge, repository, commit.sha, file)),
  };
}

/** A commit as workflow runs and webhooks show it. */
export function simpleCommitPayload(commit: CommitWithTree) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committedAt,
    author: commit.author,
    committer: commit.author,
  };
}

/** Two refs against each other; no more than a page of commits. */
export function comparisonPayload(
  forge: Forge,
  repository: string,
  spec: string,
  comparison: Comparison,
  commits: CommitWithTree[],
) {
  const html = htmlUrl(forge, repository);
  const { base, head, mergeBase, ahead, behind, files } = comparison;
  return {
    url: `${apiUrl(forge, repository)}/compare/${spec}`,
    html_url: `${html}/compare/${spec}`,
    permalink_url: `${html}/compare/${base.sha}...${head.sha}`,
    diff_url: `${html}/compare/${spec}.diff`,
    patch_url: `${html}/compare/${spec}.patch`,
    base_commit: commitPayload(forge, repository, base),
    merge_base_commit: commitPayload(forge, repository, mergeBase),
    status: comparisonStatus(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: commits.map(commit => commitPayload(forge, repository, commit)),
    files: files
      .slice(0, 300)
      .map(file => filePayload(forge, repository, head.sha, file)),
  };
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

/** A changed file. */
export function filePayload(
  forge: Forge,
  repository: string,
  sha: string,
  file: ChangedFile,
) {
  const html = htmlUrl(forge, repository);
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${apiUrl(forge, repository)}/contents/${path}?ref=${sha}`,
    ...(file.previousPath && { previous_filename: file.previousPath }),
  };
}
