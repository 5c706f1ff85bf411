import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId, stableId } from '../Forge';
import { apiUrl, htmlUrl } from './repository';

/** An environment of a repository, without any rule. */
export function environmentPayload(
  forge: Forge,
  info: RepositoryInfo,
  name: string,
) {
  const id = stableId(`${info.fullName}/environments/${name}`);
  return {
    id,
    node_id: nodeId('EN', id),
    name,
    url: `${apiUrl(forge, info.fullName)}/environments/${encodeURIComponent(
      name,
    )}`,
    html_url: `${htmlUrl(
      forge,
      info.fullName,
    )}/deployments/activity_log?environments_filter=${encodeURIComponent(
      name,
    )}`,
    created_at: info.createdAt,
    updated_at: info.createdAt,
    protection_rules: [],
    deployment_branch_policy: null,
  };
}
