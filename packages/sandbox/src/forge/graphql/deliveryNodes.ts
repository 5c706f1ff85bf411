import { Forge, nodeId } from '../Forge';
import { htmlUrl } from '../payloads/repository';
import { DeploymentRecord, RunRecord } from '../records';
import { connection, PagingArguments } from './connection';

/** The check suites of a commit: one for each workflow run on it, oldest first as upstream. */
export function checkSuitesOf(
  forge: Forge,
  repository: string,
  sha: string,
  paging: PagingArguments,
) {
  const runs = forge.records
    .runs(repository)
    .filter(run => run.sha === sha)
    .reverse();
  return connection(runs, paging, 'checkSuites', suiteNode);
}

/** All checks of a commit in one word; null where it has none. */
export function rollupOf(forge: Forge, repository: string, sha: string) {
  const runs = forge.records.runs(repository).filter(run => run.sha === sha);
  const statuses = forge.records.statuses(repository, sha);
  if (runs.length === 0 && statuses.length === 0) {
    return null;
  }
  const failed =
    statuses.some(({ state }) => state === 'failure' || state === 'error') ||
    runs.some(
      ({ conclusion }) =>
        conclusion !== null && !['success', 'skipped'].includes(conclusion),
    );
  const open =
    statuses.some(({ state }) => state === 'pending') ||
    runs.some(({ status }) => status !== 'completed');
  const settled = failed ? 'FAILURE' : 'SUCCESS';
  return {
    id: nodeId('SCR', sha),
    state: open ? 'PENDING' : settled,
  };
}

function suiteNode(run: RunRecord) {
  return {
    id: nodeId('CS', run.id),
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
  };
}

/** A deployment; `ref` and `creator` are made by those who know how. */
export function deploymentNode(
  forge: Forge,
  repository: string,
  deployment: DeploymentRecord,
  nodes: { ref: () => unknown; creator: unknown },
) {
  const html = htmlUrl(forge, repository);
  const statuses = [...deployment.statuses].reverse().map(status => ({
    id: nodeId('DES', status.id),
    state: status.state.toUpperCase(),
    description: status.description,
    createdAt: status.createdAt,
    updatedAt: status.createdAt,
    logUrl: deployment.run ? `${html}/actions/runs/${deployment.run}` : null,
  }));
  return {
    id: nodeId('DE', deployment.id),
    environment: deployment.environment,
    commitOid: deployment.sha,
    description: deployment.description,
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    state: stateOf(statuses[0]?.state),
    latestStatus: statuses[0] ?? null,
    statuses: (paging: PagingArguments) =>
      connection(statuses, paging, 'statuses', status => status),
    ...nodes,
  };
}

/** Upstream calls the one that is in force active. */
function stateOf(status: string | undefined): string {
  return status === 'SUCCESS' ? 'ACTIVE' : status ?? 'PENDING';
}
