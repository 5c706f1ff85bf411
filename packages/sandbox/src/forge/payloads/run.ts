import { CommitWithTree } from '../../git/parseCommit';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge, nodeId, stableId, WorkflowInfo } from '../Forge';
import { JobRecord, RunRecord } from '../records';
import { simpleCommitPayload } from './commit';
import { minimalPullPayload } from './pull';
import { apiUrl, htmlUrl, minimalRepositoryPayload } from './repository';
import { userPayload } from './user';

/** A workflow run. */
export function runPayload(
  forge: Forge,
  info: RepositoryInfo,
  run: RunRecord,
  head: CommitWithTree | undefined,
) {
  const api = apiUrl(forge, info.fullName);
  const url = `${api}/actions/runs/${run.id}`;
  const workflow = workflowOf(forge, info.fullName, run.workflow);
  const repository = minimalRepositoryPayload(forge, info);
  const suite = suiteId(run);
  return {
    id: run.id,
    name: workflow.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: `.github/workflows/${run.workflow}`,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflow.id,
    check_suite_id: suite,
    check_suite_node_id: nodeId('CS', suite),
    url,
    html_url: `${htmlUrl(forge, info.fullName)}/actions/runs/${run.id}`,
    // Upstream lists open pull requests of the head branch here, not what triggered the run.
    pull_requests: forge.records
      .pulls(info.fullName)
      .filter(pull => pull.state === 'open' && pull.head.ref === run.branch)
      .map(pull => minimalPullPayload(forge, info, pull)),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: userPayload(forge, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: run.startedAt,
    triggering_actor: userPayload(forge, run.startedBy ?? run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suite}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url:
      run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${workflow.id}`,
    head_commit: head ? simpleCommitPayload(head) : null,
    repository,
    head_repository: repository,
  };
}

/** A job of a run. */
export function jobPayload(
  forge: Forge,
  repository: string,
  run: RunRecord,
  job: JobRecord,
) {
  const api = apiUrl(forge, repository);
  const runUrl = `${api}/actions/runs/${run.id}`;
  const assigned = job.status !== 'queued';
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: workflowOf(forge, repository, run.workflow).name,
    head_branch: run.branch,
    run_url: runUrl,
    run_attempt: run.attempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.sha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${htmlUrl(forge, repository)}/actions/runs/${run.id}/job/${
      job.id
    }`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    started_at: job.startedAt ?? job.createdAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: assigned
      ? [
          {
            name: `Run ${job.name}`,
            status: job.status,
            conclusion: job.conclusion,
            number: 1,
            started_at: job.startedAt,
            completed_at: job.completedAt,
          },
        ]
      : [],
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: assigned ? 1 : null,
    runner_name: assigned ? 'sandbox-runner' : null,
    runner_group_id: assigned ? 1 : null,
    runner_group_name: assigned ? 'Default' : null,
  };
}

/** A job as the Checks API shows it. */
export function checkRunPayload(
  forge: Forge,
  repository: string,
  run: RunRecord,
  job: JobRecord,
) {
  const api = apiUrl(forge, repository);
  const html = `${htmlUrl(forge, repository)}/actions/runs/${run.id}/job/${
    job.id
  }`;
  return {
    id: job.id,
    head_sha: run.sha,
    node_id: nodeId('CR', job.id),
    external_id: String(job.id),
    url: `${api}/check-runs/${job.id}`,
    html_url: html,
    details_url: html,
    status: job.status,
    conclusion: job.conclusion,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${api}/check-runs/${job.id}/annotations`,
    },
    name: job.name,
    check_suite: { id: suiteId(run) },
    app: null,
    pull_requests: [],
  };
}

/** A workflow. */
export function workflowPayload(
  forge: Forge,
  info: RepositoryInfo,
  workflow: WorkflowInfo,
) {
  const html = htmlUrl(forge, info.fullName);
  return {
    id: workflow.id,
    node_id: nodeId('W', workflow.id),
    name: workflow.name,
    path: `.github/workflows/${workflow.file}`,
    state: 'active',
    created_at: info.createdAt,
    updated_at: info.createdAt,
    url: `${apiUrl(forge, info.fullName)}/actions/workflows/${workflow.id}`,
    html_url: `${html}/blob/main/.github/workflows/${workflow.file}`,
    badge_url: `${html}/workflows/${encodeURIComponent(
      workflow.name,
    )}/badge.svg`,
  };
}

function workflowOf(
  forge: Forge,
  repository: string,
  file: string,
): WorkflowInfo {
  return (
    forge.workflows(repository).find(each => each.file === file) ?? {
      id: stableId(`${repository}/${file}`),
      name: file,
      file,
    }
  );
}

function suiteId(run: RunRecord): number {
  return run.id + 7;
}
