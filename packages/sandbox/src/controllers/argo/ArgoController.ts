import type { Push, Repositories } from '../../git/Repositories';
import { APPLICATIONS } from '../../kubernetes/resources';
import type { StoreEvent } from '../../kubernetes/types';
import { equal, timestamp } from '../../kubernetes/json';
import { ApplicationSources, repositoryOf } from './ApplicationSources';
import { ArgoState, type ArgoCluster } from './ArgoState';
import { decideAutoSync } from './autoSync';
import { trackedBy } from './compare';
import { OperationError } from './OperationError';
import { assertIdle } from './operations';
import { removeDeployed } from './removeDeployed';
import { SyncRun } from './SyncRun';
import {
  applicationKey,
  sourcesOf,
  type Application,
  type Operation,
} from './types';
import { WorkQueue } from '../WorkQueue';

const REFRESH = 'argocd.argoproj.io/refresh';

/** How the controller of an instance is made. */
export interface ArgoControllerOptions {
  clusters: ArgoCluster;
  repositories: Repositories;
  /** How many times faster than normal things move. */
  pace: number;
}

// Milliseconds at normal pace.
const NOTICE_PUSH_MS = 800;
const NOTICE_CHANGE_MS = 300;
const AUTO_SYNC_MS = 1_500;
const REFRESH_EVERY_MS = 180_000;

/** Keeps the Applications of one instance: compares them with Git and their cluster, and syncs them. */
export class ArgoController {
  readonly state: ArgoState;
  readonly sources: ApplicationSources;
  private readonly queue: WorkQueue;
  private readonly tasks = new Map<string, Promise<void>>();
  private readonly terminating = new Set<string>();
  private readonly stops: (() => void)[] = [];
  private closed = false;
  private writing = false;

  constructor(private readonly options: ArgoControllerOptions) {
    this.state = new ArgoState(options.clusters);
    this.sources = new ApplicationSources(options.repositories);
    this.queue = new WorkQueue(key => this.work(key));
  }

  /** Begins to follow pushes, Applications and what they made. */
  start(clusters: readonly ArgoCluster['control'][]): void {
    const { control } = this.options.clusters;
    this.stops.push(
      this.options.repositories.onPush(push => this.pushed(push)),
      control.subscribe(APPLICATIONS, event => this.applicationChanged(event)),
      ...clusters.flatMap(store =>
        store
          .definitions()
          .filter(({ plural }) => !['pods', 'events'].includes(plural))
          .map(definition =>
            store.subscribe(definition, event => this.liveChanged(event)),
          ),
      ),
    );
    const ticker = setInterval(
      () => this.refreshAll(),
      REFRESH_EVERY_MS / this.options.pace,
    );
    this.stops.push(() => clearInterval(ticker));
    // What an Application of Applications brought along has no past.
    this.kept()
      .filter(application => !this.state.target(application))
      .forEach(application =>
        this.enqueue('git', applicationKey(application), 0),
      );
  }

  close(): void {
    this.closed = true;
    this.stops.forEach(stop => stop());
    this.queue.close();
  }

  /** Whether nothing is under way. */
  get idle(): boolean {
    return this.queue.idle && this.tasks.size === 0;
  }

  /** Looks at Git and the cluster now, and resolves when the status says what was found. */
  async refresh(application: Application): Promise<Application> {
    await this.lookAtGit(application);
    return this.writeStatus(application);
  }

  /** Starts an operation: it is queued until the controller takes it up. */
  begin(application: Application, operation: Operation): Application {
    assertIdle(application);
    const { operationState: _, ...status } = application.status ?? {};
    return this.state.write({ ...application, operation, status });
  }

  /** Asks the running operation to stop. */
  terminate(application: Application): void {
    const state = application.status?.operationState;
    if (!application.operation || (state && state.phase !== 'Running')) {
      throw OperationError.invalidArgument(
        'Unable to terminate operation. No operation is in progress',
      );
    }
    this.terminating.add(applicationKey(application));
    if (state) {
      this.state.write({
        ...application,
        status: {
          ...application.status,
          operationState: {
            ...state,
            phase: 'Terminating',
            message: 'operation is terminating',
          },
        },
      });
    }
  }

  private sleep = (milliseconds: number): Promise<void> =>
    new Promise(resolve => {
      setTimeout(resolve, milliseconds / this.options.pace);
    });

  private enqueue(kind: 'git' | 'live', key: string, delayMs: number): void {
    this.queue.add(`${kind}:${key}`, delayMs / this.options.pace);
  }

  private find(key: string): Application | undefined {
    const [namespace, name] = key.split('/');
    return this.state.application(namespace, name);
  }

  private pushed(push: Push): void {
    const branch = push.ref.replace(/^refs\/(heads|tags)\//, '');
    for (const { metadata, spec } of this.kept()) {
      const concerned = sourcesOf(spec).some(
        source =>
          repositoryOf(source.repoURL) === push.repository &&
          [branch, 'HEAD'].includes(source.targetRevision ?? 'HEAD'),
      );
      if (concerned) {
        const key = `${metadata.namespace}/${metadata.name}`;
        this.enqueue('git', key, NOTICE_PUSH_MS);
      }
    }
  }

  /** The Applications that this controller looks after: not those that are only made up. */
  private kept(): Application[] {
    return this.options.clusters.control.listKept(
      APPLICATIONS,
    ) as unknown as Application[];
  }

  private refreshAll(): void {
    for (const application of this.kept()) {
      this.enqueue('git', applicationKey(application), 0);
    }
  }

  private applicationChanged(event: StoreEvent): void {
    if (event.generated) {
      return;
    }
    const application = event.object as unknown as Application;
    const key = applicationKey(application);
    if (event.type === 'DELETED') {
      this.removed(application);
      return;
    }
    if (this.writing) {
      return;
    }
    const before = event.previous as unknown as Application | undefined;
    if (
      !before ||
      !equal(before.spec, application.spec) ||
      application.metadata.annotations?.[REFRESH]
    ) {
      this.enqueue('git', key, 100);
    }
    if (application.operation && !this.tasks.has(key)) {
      this.operate(application);
    }
  }

  private removed(application: Application): void {
    const key = applicationKey(application);
    const target = this.state.target(application);
    this.state.forget(application);
    this.terminating.add(key);
    removeDeployed(application, {
      store: this.options.clusters.cluster(application.spec.destination),
      objects: target?.objects ?? [],
    });
  }

  private liveChanged(event: StoreEvent): void {
    const name = event.generated ? undefined : trackedBy(event.object);
    if (!name) {
      return;
    }
    const { control, namespace } = this.options.clusters;
    // What an Application of Applications holds is compared by spec alone: its children's status is no news to it.
    const child = event.object.kind === APPLICATIONS.kind;
    const sameSpec =
      event.previous && equal(event.previous.spec, event.object.spec);
    if (!(child && sameSpec) && control.get(APPLICATIONS, namespace, name)) {
      this.enqueue('live', `${namespace}/${name}`, NOTICE_CHANGE_MS);
    }
  }

  private work(entry: string): void {
    const colon = entry.indexOf(':');
    const key = entry.slice(colon + 1);
    const application = this.find(key);
    if (!application) {
      return;
    }
    if (entry.startsWith('live')) {
      this.settleStatus(application);
      return;
    }
    this.lookAtGit(application)
      .then(() => this.settleStatus(application))
      .catch(() => this.enqueue('git', key, 10_000));
  }

  /** Finds out what the target revisions say now. */
  private async lookAtGit(application: Application): Promise<void> {
    const before = this.state.target(application);
    const target = await this.sources.resolve(application, before);
    this.state.setTarget(application, target);
  }

  private writeStatus(application: Application): Application {
    this.writing = true;
    try {
      let written = this.state.refreshStatus(application, new Date());
      const { [REFRESH]: asked, ...annotations } =
        written.metadata.annotations ?? {};
      if (asked) {
        written = this.state.write({
          ...written,
          metadata: { ...written.metadata, annotations },
          status: { ...written.status, reconciledAt: timestamp(new Date()) },
        });
      }
      return written;
    } finally {
      this.writing = false;
    }
  }

  private settleStatus(application: Application): void {
    if (this.closed) {
      return;
    }
    const key = applicationKey(application);
    const current = this.writeStatus(application);
    if (current.operation && !this.tasks.has(key)) {
      this.operate(current);
      return;
    }
    const operation = decideAutoSync(current, this.state.target(current));
    if (!operation || this.tasks.has(key)) {
      return;
    }
    // A moment between seeing and acting, as between two passes of the real controller.
    const task = this.sleep(AUTO_SYNC_MS).then(() => {
      const latest = this.find(key);
      this.tasks.delete(key);
      if (!latest || this.closed) {
        return;
      }
      if (latest.operation) {
        // Somebody was faster.
        this.operate(latest);
        return;
      }
      const again = decideAutoSync(latest, this.state.target(latest));
      if (again) {
        this.begin(latest, again);
      }
    });
    this.tasks.set(key, task);
  }

  private operate(application: Application): void {
    const key = applicationKey(application);
    this.terminating.delete(key);
    const task = this.synchronise(application)
      .catch(() => undefined)
      .then(() => {
        this.tasks.delete(key);
        if (!this.closed) {
          this.enqueue('live', key, 0);
        }
      });
    this.tasks.set(key, task);
  }

  private async synchronise(application: Application): Promise<void> {
    const { operation } = application;
    if (!operation) {
      return;
    }
    const { sync = {} } = operation;
    const sources =
      sync.sources ??
      (sync.source ? [sync.source] : sourcesOf(application.spec));
    const manifests = await this.sources.resolve(application, undefined, {
      sources,
      revisions: sync.revisions ?? [sync.revision],
    });
    const key = applicationKey(application);
    await new SyncRun({
      state: this.state,
      application,
      operation,
      manifests,
      sleep: this.sleep,
      terminated: () => this.terminating.has(key) || this.closed,
    }).run();
  }
}
