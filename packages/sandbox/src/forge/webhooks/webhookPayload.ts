import { Push } from '../../git';
import { CommitWithTree } from '../../git/parseCommit';
import { personByEmail, personByLogin } from '../../world/people';
import { ForgeEvent } from '../actions/Actions';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge, ORGANIZATION, stableId } from '../Forge';
import { simpleCommitPayload } from '../payloads/commit';
import {
  deploymentPayload,
  deploymentStatusPayload,
} from '../payloads/deployment';
import { fullPullPayload } from '../payloads/pull';
import { htmlUrl, repositoryPayload } from '../payloads/repository';
import { jobPayload, runPayload, workflowPayload } from '../payloads/run';
import { userPayload } from '../payloads/user';

const ZERO = '0'.repeat(40);

/** What is the same in all deliveries of the organisation's hook. */
async function envelope(forge: Forge, info: RepositoryInfo, actor: string) {
  const url = `${forge.baseUrl}/api/v3/orgs/${ORGANIZATION}`;
  return {
    repository: await repositoryPayload(forge, info),
    organization: {
      login: ORGANIZATION,
      id: stableId(`user ${ORGANIZATION}`),
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url: `${forge.baseUrl}/avatars/${ORGANIZATION}`,
      description: '',
    },
    sender: userPayload(forge, actor),
  };
}

/** The payload of a push. */
export async function pushPayload(
  forge: Forge,
  info: RepositoryInfo,
  push: Push,
) {
  const html = htmlUrl(forge, info.fullName);
  const comparison =
    push.before && push.after
      ? await forge.code.compare(info.fullName, push.before, push.after)
      : undefined;
  const head = push.after
    ? await forge.code.commit(info.fullName, push.after)
    : undefined;
  const isTag = push.ref.startsWith('refs/tags/');
  const added = comparison?.ahead ?? (head && !isTag ? [head] : []);
  const commits = await Promise.all(
    added.slice(-20).map(async commit => {
      const files = await forge.code.changedFiles(info.fullName, commit.sha);
      const paths = (status: string) =>
        files.filter(file => file.status === status).map(file => file.path);
      return {
        ...pushedCommit(commit),
        distinct: true,
        url: `${html}/commit/${commit.sha}`,
        added: [...paths('added'), ...paths('renamed')],
        removed: paths('removed'),
        modified: paths('modified'),
      };
    }),
  );
  const around = await envelope(forge, info, push.actor);
  const pusher = personByLogin(push.actor);
  return {
    ref: push.ref,
    before: push.before ?? ZERO,
    after: push.after ?? ZERO,
    ...around,
    // Pushes tell a little more of the repository than other events do.
    repository: {
      ...around.repository,
      owner: { ...around.repository.owner, name: ORGANIZATION, email: null },
      stargazers: 0,
      master_branch: 'main',
    },
    pusher: { name: push.actor, email: pusher?.email ?? null },
    created: push.before === undefined,
    deleted: push.after === undefined,
    forced: Boolean(comparison && comparison.behind > 0),
    base_ref: null,
    compare: `${html}/compare/${push.before ?? ZERO}...${push.after ?? ZERO}`,
    commits,
    head_commit: head
      ? commits[commits.length - 1] ?? {
          ...pushedCommit(head),
          distinct: false,
          url: `${html}/commit/${head.sha}`,
          added: [],
          removed: [],
          modified: [],
        }
      : null,
  };
}

/** A commit of a push names users as well. */
function pushedCommit(commit: CommitWithTree) {
  const simple = simpleCommitPayload(commit);
  const username = personByEmail(commit.author.email)?.login;
  const who = { ...commit.author, ...(username && { username }) };
  return { ...simple, author: who, committer: who };
}

/** The payload of everything else. */
export async function eventPayload(
  forge: Forge,
  info: RepositoryInfo,
  event: ForgeEvent,
): Promise<Record<string, unknown>> {
  const { action } = event;
  switch (event.kind) {
    case 'workflow_run': {
      const workflow = forge
        .workflows(info.fullName)
        .find(each => each.file === event.run.workflow);
      return {
        action,
        workflow_run: runPayload(
          forge,
          info,
          event.run,
          await forge.code.commit(info.fullName, event.run.sha),
        ),
        workflow: workflow ? workflowPayload(forge, info, workflow) : null,
        ...(await envelope(forge, info, event.run.actor)),
      };
    }
    case 'workflow_job':
      return {
        action,
        workflow_job: jobPayload(forge, info.fullName, event.run, event.job),
        ...(await envelope(forge, info, event.run.actor)),
      };
    case 'pull_request':
      return {
        action,
        number: event.pull.number,
        pull_request: await fullPullPayload(forge, info, event.pull),
        ...(event.before && { before: event.before }),
        ...(event.after && { after: event.after }),
        ...(await envelope(forge, info, event.actor)),
      };
    default:
      return {
        action,
        deployment_status: deploymentStatusPayload(
          forge,
          info.fullName,
          event.deployment,
          event.status,
        ),
        deployment: deploymentPayload(forge, info.fullName, event.deployment),
        ...(await envelope(forge, info, event.deployment.creator)),
      };
  }
}
