import { DiskRepositories, Push } from '../../git';
import { jobNames, runId } from '../../world/seeds/recordsOf';
import { imageName, ServiceSpec, servicesIn } from '../../world/services';
import { CodeHost } from '../code/CodeHost';
import { JournaledRecords } from '../ForgeRecords';
import { Conclusion, RunRecord } from '../records';
import { Actions, ForgeEvent } from './Actions';
import { ConcurrencyGroups } from './ConcurrencyGroups';
import { Pace } from './Pace';
import { tagVersion } from './tagVersion';

/** What the runner works on and hands its results to. */
export interface RunnerOptions {
  repositories: DiskRepositories;
  code: CodeHost;
  records: JournaledRecords;
  pace: Pace;
  /** Puts an image into the registry. */
  publish(image: {
    name: string;
    tag: string;
    sha: string;
    repository: string;
    createdAt: string;
  }): void;
  /** Brings a version to development. */
  deploy(service: ServiceSpec, version: string, run: RunRecord): Promise<void>;
  emit(event: ForgeEvent): void;
  /** Told of what went wrong within the runner itself. */
  onError(error: unknown): void;
}

const durations = { queue: 1_200, build: 3_200, test: 3_000, publish: 2_200 };
/** Long enough to be looked at and cancelled. */
const soakTest = 60_000;

/** Runs workflows: a push to main or a hotfix branch is built, tested, published and deployed. */
export class Runner implements Actions {
  readonly #groups = new ConcurrencyGroups();
  readonly #abort = new Map<number, AbortController>();
  #lastId = 0;

  constructor(private readonly options: RunnerOptions) {}

  /** Starts what a push asks for. */
  async onPush(push: Push): Promise<void> {
    const branch = /^refs\/heads\/(main|hotfix\/.+)$/.exec(push.ref)?.[1];
    if (!branch || !push.after) {
      return;
    }
    for (const service of await this.#affected(push, push.after)) {
      await this.start(service, branch, push.after, push.actor);
    }
  }

  /** Starts a run for each main branch whose newest commit has none: the sandbox was stopped in between. */
  async resume(): Promise<void> {
    for (const { fullName } of this.options.code.list()) {
      const sha = await this.options.repositories.resolve(fullName, 'main');
      const known = this.options.records.runs(fullName);
      const head = sha && (await this.options.code.commit(fullName, sha));
      if (!head || known.some(run => run.sha === head.sha)) {
        continue;
      }
      await this.onPush({
        repository: fullName,
        ref: 'refs/heads/main',
        before: head.parents[0],
        after: head.sha,
        actor: 'guest',
      });
    }
  }

  /** Queues a run. */
  async start(
    service: ServiceSpec,
    branch: string,
    sha: string,
    actor: string,
  ): Promise<void> {
    const commit = await this.options.code.commit(service.repository, sha);
    const workflow = service.workflow?.file;
    if (!commit || !workflow) {
      return;
    }
    this.#enqueue(
      service,
      this.#newRun(service, workflow, {
        event: 'push',
        branch,
        sha,
        title: commit.subject,
        actor,
      }),
    );
  }

  dispatch(
    repository: string,
    { workflow, ...request }: Parameters<Actions['dispatch']>[1],
  ): RunRecord | undefined {
    const service = servicesIn(repository).find(
      each => each.workflow?.file === workflow,
    );
    if (!service?.workflow) {
      return undefined;
    }
    const run = this.#newRun(service, workflow, {
      ...request,
      event: 'workflow_dispatch',
      title: service.workflow.name,
    });
    this.#enqueue(service, run);
    return structuredClone(run);
  }

  cancel(run: number): boolean {
    const controller = this.#abort.get(run);
    controller?.abort();
    return controller !== undefined;
  }

  rerun(repository: string, next: RunRecord) {
    const service = servicesIn(repository).find(
      each => each.workflow?.file === next.workflow,
    );
    if (service) {
      this.#enqueue(service, next);
    }
  }

  async #affected(push: Push, after: string): Promise<ServiceSpec[]> {
    const all = servicesIn(push.repository).filter(each => each.workflow);
    const comparison =
      push.before && all.some(each => each.folder !== '')
        ? await this.options.code.compare(push.repository, push.before, after)
        : undefined;
    return all.filter(
      service =>
        service.folder === '' ||
        !comparison ||
        comparison.files.some(file =>
          [service.folder, ...service.shared].some(folder =>
            file.path.startsWith(`${folder}/`),
          ),
        ),
    );
  }

  #newRun(
    service: ServiceSpec,
    workflow: string,
    more: Pick<
      RunRecord,
      'event' | 'branch' | 'sha' | 'title' | 'actor' | 'inputs'
    >,
  ): RunRecord {
    const now = new Date();
    this.#lastId = Math.max(this.#lastId + 1, runId(now));
    const earlier = this.options.records
      .runs(service.repository)
      .filter(run => run.workflow === workflow);
    return {
      kind: 'run',
      id: this.#lastId,
      number: Math.max(0, ...earlier.map(run => run.number)) + 1,
      attempt: 1,
      workflow,
      ...more,
      status: 'queued',
      conclusion: null,
      createdAt: now.toISOString(),
      startedAt: now.toISOString(),
      updatedAt: now.toISOString(),
      jobs: [],
    };
  }

  #enqueue(service: ServiceSpec, run: RunRecord) {
    const { onError } = this.options;
    const controller = new AbortController();
    this.#abort.set(run.id, controller);
    this.#change(service, run, 'requested');
    this.#groups.add(`${service.repository} ${run.workflow} ${run.branch}`, {
      signal: controller.signal,
      run: () =>
        this.#execute(service, run, controller.signal)
          .catch(onError)
          .finally(() => this.#abort.delete(run.id)),
      skip: () => {
        this.#abort.delete(run.id);
        this.#finish(service, run, 'cancelled').catch(onError);
      },
    });
  }

  async #execute(service: ServiceSpec, run: RunRecord, signal: AbortSignal) {
    const { pace } = this.options;
    // An attempt that is for what failed before begins with what succeeded.
    const first = run.jobs.length;
    this.#job(service, run, first, 'queued');
    if (!(await pace.wait(durations.queue, signal))) {
      await this.#stopped(service, run, signal);
      return;
    }
    run.status = 'in_progress';
    this.#change(service, run, 'in_progress');
    for (const [index, name] of [...jobNames.entries()].slice(first)) {
      if (index > first) this.#job(service, run, index, 'queued');
      this.#job(service, run, index, 'in_progress');
      const isSoak = name === 'test' && run.inputs?.tests === 'soak';
      const duration = isSoak ? soakTest : durations[name];
      if (!(await pace.wait(duration, signal))) {
        await this.#stopped(service, run, signal);
        return;
      }
      const conclusion = await this.#work(service, run, name);
      this.#job(service, run, index, 'completed', conclusion);
      if (conclusion === 'failure') {
        await this.#finish(service, run, conclusion);
        return;
      }
    }
    await this.#finish(service, run, 'success');
  }

  async #work(
    service: ServiceSpec,
    run: RunRecord,
    job: string,
  ): Promise<Conclusion> {
    if (job === 'test') {
      const { code } = this.options;
      const failing = await code.blob(service.repository, `${run.sha}:FAIL`);
      return failing ? 'failure' : 'success';
    }
    if (job !== 'publish') {
      return 'success';
    }
    try {
      if (run.event !== 'push') {
        return await this.#deployAsked(service, run);
      }
      await this.#publish(service, run);
      return 'success';
    } catch (error) {
      this.options.onError(error);
      return 'failure';
    }
  }

  /** A run that was started by hand deploys what it was asked to, or only builds and tests. */
  async #deployAsked(
    service: ServiceSpec,
    run: RunRecord,
  ): Promise<Conclusion> {
    const { environment, version } = run.inputs ?? {};
    if (!environment || !version) {
      return 'skipped';
    }
    const tag = `refs/tags/${service.tagPrefix}${version}`;
    if (!(await this.options.code.resolve(service.repository, tag))) {
      return 'failure';
    }
    await this.options.deploy(service, version, run);
    return 'success';
  }

  async #publish(service: ServiceSpec, run: RunRecord) {
    const { repositories } = this.options;
    const version = await tagVersion(repositories, service, {
      sha: run.sha,
      subject: run.title,
      branch: run.branch,
    });
    run.image = {
      name: imageName(service),
      tag: version,
      createdAt: run.image?.createdAt ?? new Date().toISOString(),
    };
    this.options.publish({
      ...run.image,
      sha: run.sha,
      repository: service.repository,
    });
    if (run.branch === 'main') {
      await this.options.deploy(service, version, run);
    }
  }

  async #stopped(service: ServiceSpec, run: RunRecord, signal: AbortSignal) {
    // When the sandbox itself stops, the run is left as it is; the next start takes it up again.
    if (!signal.aborted) {
      return;
    }
    for (const [index, job] of run.jobs.entries()) {
      if (job.status !== 'completed') {
        this.#job(service, run, index, 'completed', 'cancelled');
      }
    }
    await this.#finish(service, run, 'cancelled');
  }

  async #finish(
    service: ServiceSpec,
    run: RunRecord,
    conclusion: Conclusion,
  ): Promise<void> {
    run.status = 'completed';
    run.conclusion = conclusion;
    this.#change(service, run, 'completed');
    await this.options.records.save(service.repository, structuredClone(run));
  }

  #change(
    service: ServiceSpec,
    run: RunRecord,
    action: 'requested' | 'in_progress' | 'completed',
  ) {
    run.updatedAt = new Date().toISOString();
    const snapshot = structuredClone(run);
    this.options.records.put(service.repository, snapshot);
    this.options.emit({
      kind: 'workflow_run',
      action,
      repository: service.repository,
      run: snapshot,
    });
  }

  #job(
    service: ServiceSpec,
    run: RunRecord,
    index: number,
    action: 'queued' | 'in_progress' | 'completed',
    conclusion: Conclusion | null = null,
  ) {
    const now = new Date().toISOString();
    const known = run.jobs[index];
    run.jobs[index] = {
      id: (run.id * 10 + index) * 10 + run.attempt,
      name: jobNames[index],
      createdAt: known?.createdAt ?? now,
      status: action,
      conclusion,
      startedAt: action === 'queued' ? null : known?.startedAt ?? now,
      completedAt: action === 'completed' ? now : null,
    };
    run.updatedAt = now;
    const snapshot = structuredClone(run);
    this.options.records.put(service.repository, snapshot);
    this.options.emit({
      kind: 'workflow_job',
      action,
      repository: service.repository,
      run: snapshot,
      job: snapshot.jobs[index],
    });
  }
}
