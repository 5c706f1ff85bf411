import { ApplyManifests, deployByPipeline } from './deployByPipeline';
import { JournaledRecords } from './forge/ForgeRecords';
import { DeploymentRecord, RunRecord } from './forge/records';
import { bumpGitops } from './forge/actions/bumpGitops';
import { DiskRepositories } from './git';
import { Builds } from './jenkins';
import { overlayOf, services, ServiceSpec, StageSpec } from './world';

/** What deploying needs. */
export interface DeployerOptions {
  repositories: DiskRepositories;
  forgeUrl: string;
  imageHost: string;
  apply: ApplyManifests;
  record: (repository: string, deployment: DeploymentRecord) => Promise<void>;
}

/** Brings versions to development: by a commit to the GitOps repository, or by applying manifests. */
export class Deployer {
  #lastId = 0;

  constructor(private readonly options: DeployerOptions) {}

  /** What a workflow's last job does. */
  async deploy(
    service: ServiceSpec,
    version: string,
    run: RunRecord,
  ): Promise<void> {
    if (service.delivery !== 'pipeline') {
      await this.configure(service, version, run.sha);
      return;
    }
    const asked = run.inputs?.environment;
    const stage = asked
      ? service.stages.find(each => each.environment === asked)
      : service.stages[0];
    if (!stage) {
      throw new Error(`${service.name} has no environment ${asked}.`);
    }
    // What is asked for by hand is a version that was built before, not the head of the branch.
    const sha =
      (await this.options.repositories.resolve(
        service.repository,
        `refs/tags/${service.tagPrefix}${version}`,
      )) ?? run.sha;
    const deployment = this.#begin(service, stage, version, { ...run, sha });
    await this.options.record(service.repository, deployment);
    await this.apply(service, stage, sha, version);
    const finished = withStatus(deployment, 'success', 'Rolled out');
    await this.options.record(service.repository, finished);
  }

  /** Writes a version into the GitOps repository: into the given stage, or the one that follows each build. */
  async configure(
    service: ServiceSpec,
    version: string,
    sha: string,
    stage?: StageSpec,
  ): Promise<void> {
    const { repositories, forgeUrl } = this.options;
    const [commit] = await repositories.log(service.repository, {
      ref: sha,
      limit: 1,
    });
    await bumpGitops(
      repositories,
      service,
      version,
      {
        sha,
        repositoryUrl: `${forgeUrl}/${service.repository}.git`,
        author: commit.author,
        subject: commit.subject,
        at: new Date(commit.authoredAt),
      },
      stage,
    );
  }

  /** Applies what was last deployed to each environment: clusters forget, the forge does not. */
  async restore(records: JournaledRecords): Promise<void> {
    for (const service of services) {
      if (service.delivery === 'pipeline') {
        for (const stage of service.stages) {
          const last = records
            .deployments(service.repository)
            .find(each => each.environment === stage.environment);
          if (last) {
            await this.apply(
              service,
              stage,
              last.sha,
              last.version,
              new Date(last.updatedAt),
            );
          }
        }
      }
    }
  }

  /** The same for what Jenkins deployed. */
  async restoreBuilt(builds: Builds): Promise<void> {
    for (const service of services) {
      const job = service.jenkins?.deploy;
      const plain = service.stages.filter(stage => job && !overlayOf(stage));
      for (const stage of plain) {
        const last = builds
          .of(job ?? '')
          .find(
            build =>
              build.result === 'SUCCESS' &&
              build.parameters?.ENVIRONMENT === stage.environment,
          );
        if (last?.finishedAt) {
          await this.apply(
            service,
            stage,
            last.sha,
            last.parameters?.VERSION ?? '',
            new Date(last.finishedAt),
          );
        }
      }
    }
  }

  /** Applies a version's manifests to a stage. */
  apply(
    service: ServiceSpec,
    stage: StageSpec,
    sha: string,
    version: string,
    at?: Date,
  ): Promise<void> {
    return deployByPipeline(this.options.repositories, this.options.apply, {
      service,
      stage,
      sha,
      version,
      imageHost: this.options.imageHost,
      at,
    });
  }

  #begin(
    service: ServiceSpec,
    stage: StageSpec,
    version: string,
    run: RunRecord,
  ): DeploymentRecord {
    const now = new Date();
    // Above the ids of what the seeds recorded, and growing with time.
    this.#lastId = Math.max(
      this.#lastId + 10,
      Math.floor(now.getTime() / 100) * 10,
    );
    return withStatus(
      {
        kind: 'deployment',
        id: this.#lastId,
        environment: stage.environment,
        sha: run.sha,
        ref: run.branch,
        version,
        creator: 'acme-ci',
        description: `Deploy ${service.name} ${version} to ${stage.environment}`,
        createdAt: now.toISOString(),
        updatedAt: now.toISOString(),
        run: run.id,
        statuses: [],
      },
      'in_progress',
      'kubectl apply',
    );
  }
}

function withStatus(
  deployment: DeploymentRecord,
  state: DeploymentRecord['statuses'][number]['state'],
  description: string,
): DeploymentRecord {
  const now = new Date().toISOString();
  return {
    ...deployment,
    updatedAt: now,
    statuses: [
      ...deployment.statuses,
      {
        id: deployment.id + deployment.statuses.length + 1,
        state,
        description,
        createdAt: now,
      },
    ],
  };
}
