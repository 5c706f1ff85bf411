import { json, Router } from 'express';
import { DiskRepositories, Push, smartHttp } from '../git';
import { guest, personByEmail, personByLogin } from '../world/people';
import { ForgeEvent } from './actions/Actions';
import { Pace } from './actions/Pace';
import { Runner, RunnerOptions } from './actions/Runner';
import { GitCodeHost } from './code/GitCodeHost';
import { CodeHost } from './code/CodeHost';
import { Forge, workflowsOf } from './Forge';
import { ForgeRecords, JournaledRecords } from './ForgeRecords';
import { graphqlRoute } from './graphql/graphqlRoute';
import { forgeJournal } from './forgeJournal';
import { Protections } from './Protections';
import { pullPage } from './pullPage';
import { PullTracker } from './PullTracker';
import { RateLimits } from './RateLimits';
import { DeploymentRecord } from './records';
import { actionsRoutes } from './rest/actions';
import { sendError } from './rest/answer';
import { authenticate } from './rest/authenticate';
import { commitRoutes } from './rest/commits';
import { contentRoutes } from './rest/contents';
import { deploymentRoutes } from './rest/deployments';
import { environmentRoutes } from './rest/environments';
import { gitWriteRoutes } from './rest/gitWrites';
import { hookRoutes } from './rest/hooks';
import { metaRoutes } from './rest/meta';
import { protectionRoutes } from './rest/protection';
import { pullRoutes } from './rest/pulls';
import { pullWriteRoutes } from './rest/pullWrites';
import { repositoryRoutes } from './rest/repositories';
import { statusRoutes } from './rest/statuses';
import { Tokens } from './Tokens';
import { GitWrites } from './write/GitWrites';
import { Webhooks, WebhookTarget } from './webhooks/Webhooks';

/** What the forge is made from. */
export interface ForgeOptions {
  baseUrl: string;
  repositories: DiskRepositories;
  pace: Pace;
  webhook?: WebhookTarget;
  rateLimit?: number;
  publish: RunnerOptions['publish'];
  deploy: RunnerOptions['deploy'];
  onError: (error: unknown) => void;
  /** A large made-up world beside the repositories on disk. */
  extend?: (
    code: CodeHost,
    records: ForgeRecords,
  ) => Pick<Forge, 'code' | 'records'> & {
    workflows: Forge['workflows'];
  };
}

/** The forge, running. */
export interface RunningForge {
  forge: Forge;
  records: JournaledRecords;
  runner: Runner;
  webhooks: Webhooks;
  /** Serves Git, REST and GraphQL. */
  router: Router;
  /** Keeps a deployment and tells of its newest status. */
  recordDeployment(
    repository: string,
    deployment: DeploymentRecord,
  ): Promise<void>;
  close(): void;
}

/** Puts the forge together: Git over HTTP, the API, webhooks and the runner of workflows. */
export async function createForge(
  options: ForgeOptions,
): Promise<RunningForge> {
  const { repositories } = options;
  const gitCode = await GitCodeHost.create(repositories);
  const records = await JournaledRecords.load(
    forgeJournal(repositories),
    repositories.list(),
  );
  const forge: Forge = {
    baseUrl: options.baseUrl,
    code: gitCode,
    records,
    protections: new Protections(),
    workflows: workflowsOf,
    ...options.extend?.(gitCode, records),
  };
  const webhooks = new Webhooks(forge, options.webhook);
  const attempt = (work: Promise<void>) => work.catch(options.onError);
  const emit = (event: ForgeEvent) => {
    attempt(webhooks.event(event));
  };
  const runner = new Runner({ ...options, code: gitCode, records, emit });
  const pulls = new PullTracker(repositories, records, emit);
  const stop = repositories.onPush(push => {
    attempt(webhooks.push(push));
    attempt(pulls.onPush(push));
    attempt(runner.onPush(push));
  });

  const writes = new GitWrites(repositories);
  const tokens = new Tokens();
  const limits = new RateLimits(options.rateLimit);
  const api = Router();
  api.use(authenticate(tokens, limits));
  api.use('/graphql', graphqlRoute(forge, limits));
  api.use(metaRoutes(forge, tokens, limits));
  api.use(hookRoutes(forge, webhooks));
  api.use(json({ limit: '20mb' }));
  api.use(gitWriteRoutes(forge, writes));
  api.use(pullWriteRoutes({ forge, writes, records, repositories, emit }));
  api.use(statusRoutes(forge, records));
  api.use(protectionRoutes(forge));
  api.use(repositoryRoutes(forge));
  api.use(actionsRoutes(forge, runner));
  api.use(pullRoutes(forge));
  api.use(contentRoutes(forge));
  api.use(deploymentRoutes(forge));
  api.use(environmentRoutes(forge));
  api.use(commitRoutes(forge));
  api.use((_req, res) => sendError(res, 404, 'Not Found'));

  const router = Router();
  // The GraphQL endpoint is /api/graphql, REST is below /api/v3.
  router.use('/api/v3', api);
  router.use('/api', api);
  router.get('/:owner/:repository/pull/:number', pullPage(forge));
  router.use(
    smartHttp(repositories, (username, pushes) =>
      actorOf(repositories, username, pushes),
    ),
  );
  return {
    forge,
    records,
    runner,
    webhooks,
    router,
    recordDeployment: async (repository, deployment) => {
      await records.save(repository, deployment);
      emit({
        kind: 'deployment_status',
        action: 'created',
        repository,
        deployment,
        status: deployment.statuses[deployment.statuses.length - 1],
      });
    },
    close: () => {
      stop();
      webhooks.close();
      options.pace.close();
    },
  };
}

/** The login that a push counts for: a known user name, or else the committer's. */
async function actorOf(
  repositories: DiskRepositories,
  username: string | undefined,
  pushes: Push[],
): Promise<string> {
  if (username && personByLogin(username)) {
    return username;
  }
  const [push] = pushes;
  const [commit] = push.after
    ? await repositories.log(push.repository, { ref: push.after, limit: 1 })
    : [];
  return (commit && personByEmail(commit.author.email)?.login) ?? guest.login;
}
