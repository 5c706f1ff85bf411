import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId, ORGANIZATION, stableId } from '../Forge';
import { organizationPayload } from './user';

const templates: Record<string, string> = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
};

/** Where a repository's API is. */
export function apiUrl(forge: Forge, repository: string): string {
  return `${forge.baseUrl}/api/v3/repos/${repository}`;
}

/** Where people look at a repository. */
export function htmlUrl(forge: Forge, repository: string): string {
  return `${forge.baseUrl}/${repository}`;
}

/** A repository as it appears within other answers. */
export function minimalRepositoryPayload(forge: Forge, info: RepositoryInfo) {
  const url = apiUrl(forge, info.fullName);
  const [owner, name] = info.fullName.split('/');
  return {
    id: stableId(`repository ${info.fullName}`),
    node_id: nodeId('R', info.fullName),
    name,
    full_name: info.fullName,
    private: true,
    owner: organizationPayload(forge, owner),
    html_url: htmlUrl(forge, info.fullName),
    description: info.description === '' ? null : info.description,
    fork: false,
    url,
    ...(Object.fromEntries(
      Object.entries(templates).map(([key, path]) => [key, `${url}/${path}`]),
    ) as Record<keyof typeof templates, string>),
  };
}

/** A repository by itself or in a list. */
export async function repositoryPayload(forge: Forge, info: RepositoryInfo) {
  const html = htmlUrl(forge, info.fullName);
  const [newest] = await forge.code.commits(info.fullName, { ref: 'HEAD' });
  const pushedAt = newest?.committedAt ?? info.createdAt;
  const open = forge.records
    .pulls(info.fullName)
    .filter(pull => pull.state === 'open').length;
  return {
    ...minimalRepositoryPayload(forge, info),
    created_at: info.createdAt,
    updated_at: pushedAt,
    pushed_at: pushedAt,
    git_url: `${html.replace(/^https?:/, 'git:')}.git`,
    ssh_url: `git@localhost:${info.fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    size: 1024,
    stargazers_count: 0,
    watchers_count: 0,
    language: info.language,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: 'private',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: 'main',
    custom_properties: {},
    permissions: { admin: false, push: true, pull: true },
  };
}

/** A repository asked for by name. */
export async function fullRepositoryPayload(
  forge: Forge,
  info: RepositoryInfo,
) {
  return {
    ...(await repositoryPayload(forge, info)),
    organization: organizationPayload(forge, ORGANIZATION),
    network_count: 0,
    subscribers_count: 0,
  };
}
