import { Pace } from '../forge/actions/Pace';
import { tagVersion } from '../forge/actions/tagVersion';
import { DiskRepositories, Push } from '../git';
import {
  imageName,
  overlayOf,
  ServiceSpec,
  services,
  servicesIn,
  StageSpec,
} from '../world/services';
import { BuildQueue, QueueItem } from './BuildQueue';
import { BuildCause, BuildRecord, StageRecord } from './BuildRecord';
import { Builds } from './Builds';
import { branchJob, pipelineStageNames } from './jobNames';

/** What builds work on and hand their results to. */
export interface JenkinsRunnerOptions {
  repositories: DiskRepositories;
  builds: Builds;
  queue: BuildQueue;
  pace: Pace;
  /** Puts an image into the registry. */
  publish(image: {
    name: string;
    tag: string;
    sha: string;
    repository: string;
    createdAt: string;
  }): void;
  /** Applies a version's manifests to a stage that nothing else applies. */
  apply(
    service: ServiceSpec,
    stage: StageSpec,
    sha: string,
    version: string,
  ): Promise<void>;
  /** Writes a version into the GitOps repository; into the stage that follows each build if none is given. */
  configure(
    service: ServiceSpec,
    version: string,
    sha: string,
    stage?: StageSpec,
  ): Promise<void>;
  /** Told of what went wrong within the runner itself. */
  onError(error: unknown): void;
}

const DURATIONS: Record<string, number> = {
  queue: 1_200,
  Build: 3_200,
  Test: 3_000,
  Publish: 2_200,
  Deploy: 300,
  Apply: 2_500,
  'Smoke test': 2_000,
};

/** How a stage ended; undefined where the sandbox stopped meanwhile: then the next start builds the commit anew. */
type StageEnd = 'SUCCESS' | 'FAILED' | 'ABORTED' | undefined;

/** Takes builds from the queue and runs them, one at a time of each job. */
export class JenkinsRunner {
  readonly #abort = new Map<string, AbortController>();
  readonly #ended = new Map<QueueItem, (build?: BuildRecord) => void>();
  readonly #busy = new Set<string>();

  constructor(private readonly options: JenkinsRunnerOptions) {}

  /** Starts what a push asks for: a build of the branch. */
  async onPush(push: Push): Promise<void> {
    const branch = /^refs\/heads\/(.+)$/.exec(push.ref)?.[1];
    const service = servicesIn(push.repository).find(each => each.jenkins);
    if (branch && push.after && service?.jenkins) {
      this.enqueue(branchJob(service.jenkins.pipeline, branch), {
        type: 'push',
        branch,
      });
    }
  }

  /** Builds each main branch whose newest commit was not: Jenkins was stopped in between. */
  async resume(): Promise<void> {
    for (const { jenkins, repository } of services) {
      const job = jenkins && branchJob(jenkins.pipeline, 'main');
      const sha =
        job && (await this.options.repositories.resolve(repository, 'main'));
      if (sha && !this.options.builds.of(job).some(one => one.sha === sha)) {
        this.enqueue(job, { type: 'push', branch: 'main' });
      }
    }
  }

  /** Puts a build of a job into the queue. */
  enqueue(
    job: string,
    cause: BuildCause,
    parameters?: Record<string, string>,
  ): { item: QueueItem; joined: boolean } {
    const added = this.options.queue.add({ job, cause, parameters });
    if (!added.joined) {
      this.#take(added.item).catch(this.options.onError);
    }
    return added;
  }

  /** Stops a build; false where it does not run. */
  stop(job: string, number: number): boolean {
    const controller = this.#abort.get(`${job} ${number}`);
    controller?.abort();
    return controller !== undefined;
  }

  async #take(item: QueueItem): Promise<void> {
    const { pace, queue } = this.options;
    let open = await pace.wait(DURATIONS.queue);
    while (open && item.state === 'waiting' && this.#busy.has(item.job)) {
      item.why = 'Build is already in progress';
      open = await pace.wait(DURATIONS.queue / 4);
    }
    if (!open || item.state !== 'waiting') {
      this.#ended.get(item)?.();
      return;
    }
    this.#busy.add(item.job);
    try {
      const build = await this.#begin(item);
      if (!build) {
        queue.cancel(item.id);
        this.#ended.get(item)?.();
        return;
      }
      queue.leave(item, build.number);
      await this.#run(build);
      this.#ended.get(item)?.(build);
    } finally {
      this.#busy.delete(item.job);
      this.#ended.delete(item);
    }
  }

  async #begin(item: QueueItem): Promise<BuildRecord | undefined> {
    const { builds, repositories } = this.options;
    const found = serviceOf(item.job);
    if (!found) {
      return undefined;
    }
    const { service, branch } = found;
    const version = item.parameters?.VERSION;
    const ref = version ? `${service.tagPrefix}${version}` : branch;
    // A version that does not exist is found out by the build, which has to be somewhere by then.
    const sha =
      (await repositories.resolve(service.repository, ref)) ??
      (await repositories.resolve(service.repository, branch));
    const [commit] = sha
      ? await repositories.log(service.repository, { ref: sha, limit: 1 })
      : [];
    if (!commit) {
      return undefined;
    }
    const build: BuildRecord = {
      job: item.job,
      number: builds.nextNumber(item.job),
      queueId: item.id,
      queuedAt: item.since.toISOString(),
      startedAt: new Date().toISOString(),
      finishedAt: null,
      result: null,
      cause: item.cause,
      repository: service.repository,
      sha: commit.sha,
      branch,
      title: commit.subject,
      ...(item.parameters && { parameters: item.parameters }),
      stages: [],
    };
    builds.put(build);
    return build;
  }

  async #run(build: BuildRecord): Promise<void> {
    const key = `${build.job} ${build.number}`;
    const controller = new AbortController();
    this.#abort.set(key, controller);
    const names = build.parameters
      ? [
          'Apply',
          ...(build.parameters.SMOKE_TEST === 'true' ? ['Smoke test'] : []),
        ]
      : pipelineStageNames.slice(0, build.branch === 'main' ? 4 : 2);
    try {
      let end: StageEnd = 'SUCCESS';
      for (const name of names) {
        const stage: StageRecord = {
          name,
          status: 'IN_PROGRESS',
          startedAt: new Date().toISOString(),
          finishedAt: null,
        };
        build.stages.push(stage);
        end = await this.#stage(build, name, controller.signal);
        if (!end) {
          return;
        }
        stage.status = end;
        stage.finishedAt = new Date().toISOString();
        if (end !== 'SUCCESS') {
          break;
        }
      }
      build.result = end === 'FAILED' ? 'FAILURE' : end;
      build.finishedAt = new Date().toISOString();
    } finally {
      this.#abort.delete(key);
    }
    await this.options.builds.save(build);
  }

  async #stage(
    build: BuildRecord,
    name: string,
    signal: AbortSignal,
  ): Promise<StageEnd> {
    if (!(await this.options.pace.wait(DURATIONS[name], signal))) {
      return signal.aborted ? 'ABORTED' : undefined;
    }
    const found = serviceOf(build.job);
    try {
      switch (found && name) {
        case 'Test':
          return await this.#test(build);
        case 'Publish':
          await this.#publish(build, found!.service);
          return 'SUCCESS';
        case 'Deploy':
          return await this.#deploy(build, found!.service, signal);
        case 'Apply':
          return await this.#apply(build, found!.service);
        default:
          return 'SUCCESS';
      }
    } catch (error) {
      this.options.onError(error);
      return 'FAILED';
    }
  }

  async #test(build: BuildRecord): Promise<StageEnd> {
    const files = await this.options.repositories.git(build.repository, [
      ...['ls-tree', '--name-only', build.sha, '--', 'FAIL'],
    ]);
    const failing = files.trim() !== '';
    build.tests = {
      failed: failing ? 1 : 0,
      skipped: 2,
      total: 140 + build.number,
    };
    return failing ? 'FAILED' : 'SUCCESS';
  }

  async #publish(build: BuildRecord, service: ServiceSpec) {
    const { repositories, publish } = this.options;
    const { sha, title: subject, branch, repository } = build;
    const commit = { sha, subject, branch };
    build.image = {
      name: imageName(service),
      tag: await tagVersion(repositories, service, commit),
      createdAt: new Date().toISOString(),
    };
    publish({ ...build.image, sha, repository });
  }

  /** Has the other job deploy, waits for it, and then asks for staging in Git. */
  async #deploy(
    build: BuildRecord,
    service: ServiceSpec,
    signal: AbortSignal,
  ): Promise<StageEnd> {
    const version = build.image?.tag ?? '';
    const { item } = this.enqueue(
      service.jenkins?.deploy ?? '',
      { type: 'upstream', job: build.job, number: build.number },
      {
        ENVIRONMENT: service.stages[0].environment,
        VERSION: version,
        SMOKE_TEST: 'false',
      },
    );
    const stop = () => {
      this.options.queue.cancel(item.id);
      this.stop(item.job, item.build ?? 0);
    };
    signal.addEventListener('abort', stop);
    const done = await new Promise<BuildRecord | undefined>(resolve =>
      this.#ended.set(item, resolve),
    );
    signal.removeEventListener('abort', stop);
    if (signal.aborted) {
      return 'ABORTED';
    }
    if (!done?.result && item.state !== 'cancelled') {
      return undefined;
    }
    if (done?.result !== 'SUCCESS') {
      return 'FAILED';
    }
    await this.options.configure(service, version, build.sha);
    return 'SUCCESS';
  }

  async #apply(build: BuildRecord, service: ServiceSpec): Promise<StageEnd> {
    const { ENVIRONMENT, VERSION } = build.parameters ?? {};
    const stage = service.stages.find(each => each.environment === ENVIRONMENT);
    const tag = `${service.tagPrefix}${VERSION}`;
    const sha = await this.options.repositories.resolve(build.repository, tag);
    if (!stage || !VERSION || !sha) {
      return 'FAILED';
    }
    if (overlayOf(stage)) {
      await this.options.configure(service, VERSION, build.sha, stage);
    } else {
      await this.options.apply(service, stage, build.sha, VERSION);
    }
    return 'SUCCESS';
  }
}

/** The service of a job, and the branch that the job is for. */
function serviceOf(
  job: string,
): { service: ServiceSpec; branch: string } | undefined {
  for (const service of services) {
    const { pipeline, deploy } = service.jenkins ?? {};
    if (job === deploy) {
      return { service, branch: 'main' };
    }
    if (pipeline && job.startsWith(`${pipeline}/`)) {
      const branch = decodeURIComponent(job.slice(pipeline.length + 1));
      return { service, branch };
    }
  }
  return undefined;
}
