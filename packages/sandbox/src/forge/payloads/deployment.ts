import { Forge, nodeId } from '../Forge';
import { DeploymentRecord } from '../records';
import { apiUrl, htmlUrl } from './repository';
import { userPayload } from './user';

/** An entry of the Deployments API. */
export function deploymentPayload(
  forge: Forge,
  repository: string,
  deployment: DeploymentRecord,
) {
  const api = apiUrl(forge, repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: 'deploy',
    payload: { version: deployment.version },
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userPayload(forge, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: api,
    transient_environment: false,
    production_environment: deployment.environment === 'production',
  };
}

/** A status of it. */
export function deploymentStatusPayload(
  forge: Forge,
  repository: string,
  deployment: DeploymentRecord,
  status: DeploymentRecord['statuses'][number],
) {
  const api = apiUrl(forge, repository);
  const url = `${api}/deployments/${deployment.id}`;
  const html = htmlUrl(forge, repository);
  const environment = `${html}/deployments/${deployment.environment}`;
  const log = deployment.run
    ? `${html}/actions/runs/${deployment.run}`
    : environment;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DES', status.id),
    state: status.state,
    creator: userPayload(forge, deployment.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: log,
    log_url: log,
    environment_url: environment,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: api,
  };
}
