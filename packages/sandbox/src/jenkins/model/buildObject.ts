import { personByLogin } from '../../world/people';
import { BuildCause, BuildRecord } from '../BuildRecord';
import { parameterValues } from './parameterValues';
import { itemUrl } from './urls';

/** How long builds of these jobs take, as Jenkins would guess. */
const ESTIMATE_MS = 240_000;

/** A build, as the API tells it. */
export function buildObject(
  build: BuildRecord,
  options: { baseUrl: string; gitUrl(repository: string): string },
): Record<string, unknown> {
  const { baseUrl, gitUrl } = options;
  const url = `${itemUrl(baseUrl, build.job)}${build.number}/`;
  const from = Date.parse(build.startedAt);
  const building = build.finishedAt === null;
  return {
    _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
    actions: actionsOf(build, gitUrl(build.repository)),
    artifacts: [],
    building,
    description: null,
    displayName: `#${build.number}`,
    duration: building ? 0 : Date.parse(build.finishedAt ?? '') - from,
    estimatedDuration: ESTIMATE_MS,
    executor: building ? { _class: 'hudson.model.OneOffExecutor' } : null,
    fullDisplayName: `${build.job
      .split('/')
      .map(decodeURIComponent)
      .join(' » ')} #${build.number}`,
    id: String(build.number),
    inProgress: building,
    keepLog: false,
    number: build.number,
    queueId: build.queueId ?? build.number,
    result: build.result,
    timestamp: from,
    url,
    changeSets: [],
    culprits: [],
  };
}

/** Several plugins leave actions that tell nothing; a client must be able to pass over them. */
function actionsOf(build: BuildRecord, gitUrl: string) {
  const { parameters, tests } = build;
  return [
    {
      _class: 'hudson.model.CauseAction',
      causes: [causeObject(build.cause)],
    },
    ...(parameters
      ? [
          {
            _class: 'hudson.model.ParametersAction',
            parameters: parameterValues(build.job, parameters),
          },
        ]
      : []),
    {},
    {
      _class: 'hudson.plugins.git.util.BuildData',
      buildsByBranchName: {},
      lastBuiltRevision: {
        SHA1: build.sha,
        branch: [{ SHA1: build.sha, name: build.branch }],
      },
      remoteUrls: [gitUrl],
      scmName: '',
    },
    {},
    ...(tests
      ? [
          {
            _class: 'hudson.tasks.junit.TestResultAction',
            failCount: tests.failed,
            skipCount: tests.skipped,
            totalCount: tests.total,
            urlName: 'testReport',
          },
        ]
      : []),
    { _class: 'org.jenkinsci.plugins.displayurlapi.actions.RunDisplayAction' },
    {
      _class: 'org.jenkinsci.plugins.workflow.job.views.FlowGraphAction',
    },
  ];
}

/** Why something was started, as the API tells it. */
export function causeObject(cause: BuildCause): Record<string, unknown> {
  switch (cause.type) {
    case 'user': {
      const name = personByLogin(cause.user)?.name ?? cause.user;
      return {
        _class: 'hudson.model.Cause$UserIdCause',
        shortDescription: `Started by user ${name}`,
        userId: cause.user,
        userName: name,
      };
    }
    case 'upstream':
      return {
        _class:
          'org.jenkinsci.plugins.workflow.support.steps.build.BuildUpstreamCause',
        shortDescription: `Started by upstream project "${cause.job}" build number ${cause.number}`,
        upstreamBuild: cause.number,
        upstreamProject: cause.job,
        upstreamUrl: itemUrl('', cause.job).slice(1),
      };
    default:
      return {
        _class: 'jenkins.branch.BranchEventCause',
        shortDescription: `Push event to branch ${cause.branch}`,
      };
  }
}
