import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId, ORGANIZATION, stableId } from '../Forge';
import { mergeState } from '../mergeState';
import { PullRecord } from '../records';
import { apiUrl, htmlUrl, repositoryPayload } from './repository';
import { organizationPayload, userPayload } from './user';

/** A pull request in a list. */
export async function pullPayload(
  forge: Forge,
  info: RepositoryInfo,
  pull: PullRecord,
) {
  const api = apiUrl(forge, info.fullName);
  const html = `${htmlUrl(forge, info.fullName)}/pull/${pull.number}`;
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const statuses = `${api}/statuses/${pull.head.sha}`;
  const side = async (end: { ref: string; sha: string }) => ({
    label: `${ORGANIZATION}:${end.ref}`,
    ref: end.ref,
    sha: end.sha,
    user: organizationPayload(forge, ORGANIZATION),
    repo: await repositoryPayload(forge, info),
  });
  const id = stableId(`pull ${info.fullName}#${pull.number}`);
  return {
    url,
    id,
    node_id: nodeId('PR', id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: userPayload(forge, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: await side(pull.head),
    base: await side(pull.base),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: 'MEMBER',
    auto_merge: null,
    draft: pull.draft,
  };
}

/** A pull request by itself. */
export async function fullPullPayload(
  forge: Forge,
  info: RepositoryInfo,
  pull: PullRecord,
) {
  const comparison = await forge.code.compare(
    info.fullName,
    pull.base.sha,
    pull.head.sha,
  );
  const files = comparison?.files ?? [];
  const state = await mergeState(forge, info.fullName, pull);
  const mergeable = state === 'unknown' ? null : state !== 'dirty';
  return {
    ...(await pullPayload(forge, info, pull)),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by: pull.mergedBy ? userPayload(forge, pull.mergedBy) : null,
    comments: pull.comments?.length ?? 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: comparison?.ahead.length ?? 0,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** A pull request as workflow runs name it. */
export function minimalPullPayload(
  forge: Forge,
  info: RepositoryInfo,
  pull: PullRecord,
) {
  const api = apiUrl(forge, info.fullName);
  const [, name] = info.fullName.split('/');
  const repo = {
    id: stableId(`repository ${info.fullName}`),
    url: api,
    name,
  };
  return {
    id: stableId(`pull ${info.fullName}#${pull.number}`),
    number: pull.number,
    url: `${api}/pulls/${pull.number}`,
    head: { ...pull.head, repo },
    base: { ...pull.base, repo },
  };
}
