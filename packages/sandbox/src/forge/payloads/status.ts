import { Forge, nodeId, stableId } from '../Forge';
import { StatusRecord } from '../records';
import { apiUrl } from './repository';
import { userPayload } from './user';

/** A commit's status as the combined one lists it. */
export function simpleStatusPayload(
  forge: Forge,
  repository: string,
  status: StatusRecord,
) {
  return {
    url: `${apiUrl(forge, repository)}/statuses/${status.sha}`,
    avatar_url: `${forge.baseUrl}/avatars/${status.creator}`,
    id: status.id,
    node_id: nodeId('SC', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

/** A commit's status by itself. */
export function statusPayload(
  forge: Forge,
  repository: string,
  status: StatusRecord,
) {
  return {
    ...simpleStatusPayload(forge, repository, status),
    creator: userPayload(forge, status.creator),
  };
}

/** A comment on a pull request. */
export function commentPayload(
  forge: Forge,
  repository: string,
  number: number,
  comment: { id: number; author: string; body: string; createdAt: string },
) {
  const api = apiUrl(forge, repository);
  const html = `${forge.baseUrl}/${repository}/pull/${number}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', stableId(`comment ${repository} ${comment.id}`)),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${html}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${number}`,
    body: comment.body,
    user: userPayload(forge, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    author_association: 'MEMBER',
  };
}
