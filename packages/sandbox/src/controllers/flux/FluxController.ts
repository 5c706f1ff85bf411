import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { Repositories } from '../../git/Repositories';
import { at } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import { WorkQueue } from '../WorkQueue';
import { GIT_REPOSITORIES, KUSTOMIZATIONS } from './definitions';
import { fetchSource } from './fetchSource';
import { KustomizationRun } from './KustomizationRun';
import { asksForWork, milliseconds } from './requests';

/** What Flux needs in a cluster. */
export interface FluxControllerOptions {
  store: ClusterStore;
  repositories: Repositories;
  /** How many times faster than normal things move. */
  pace: number;
}

const MINUTE = 60_000;
const RETRY_MS = 30_000;

/**
 * Flux in one cluster: GitRepositories are looked at every so often, and Kustomizations whenever these have something
 * new, somebody asks, or their own time has come. What is suspended is left alone, requests included.
 */
export class FluxController {
  readonly #queue: WorkQueue;
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  readonly #stops: (() => void)[] = [];
  #closed = false;

  constructor(private readonly options: FluxControllerOptions) {
    this.#queue = new WorkQueue(key => this.#work(key));
  }

  /** Begins to look at Git, and to follow changes. */
  start(): void {
    const { store } = this.options;
    this.#stops.push(
      store.subscribe(GIT_REPOSITORIES, event => {
        if (asksForWork(event)) {
          this.#enqueue(event.object, 0);
        }
        if (revisionIn(event.object) !== revisionIn(event.previous)) {
          this.#sourceChanged(event.object);
        }
      }),
      store.subscribe(KUSTOMIZATIONS, event => {
        if (asksForWork(event)) {
          this.#enqueue(event.object, 0);
        }
      }),
    );
    for (const definition of [GIT_REPOSITORIES, KUSTOMIZATIONS]) {
      store.list(definition).forEach(object => {
        this.#enqueue(object, milliseconds(object.spec?.interval, MINUTE));
      });
    }
  }

  close(): void {
    this.#closed = true;
    this.#stops.forEach(stop => stop());
    this.#queue.close();
  }

  #enqueue({ kind, metadata }: KubeObject, delayMs: number): void {
    this.#queue.add(
      [kind, metadata.namespace, metadata.name].join('/'),
      delayMs / this.options.pace,
    );
  }

  #sourceChanged(source: KubeObject): void {
    const { namespace, name } = source.metadata;
    this.options.store
      .list(KUSTOMIZATIONS)
      .filter(
        ({ spec, metadata }) =>
          at(spec, ['sourceRef', 'name']) === name &&
          (at(spec, ['sourceRef', 'namespace']) ?? metadata.namespace) ===
            namespace,
      )
      .forEach(kustomization => this.#enqueue(kustomization, 0));
  }

  #work(key: string): void {
    if (this.#running.has(key)) {
      this.#again.add(key);
      return;
    }
    const object = this.#find(key);
    if (!object || object.spec?.suspend) {
      return;
    }
    this.#running.add(key);
    this.#reconcile(object)
      .catch(() => RETRY_MS)
      .then(nextMs => {
        this.#running.delete(key);
        this.#enqueue(object, this.#again.delete(key) ? 0 : nextMs);
      });
  }

  #find(key: string): KubeObject | undefined {
    const [kind, namespace, name] = key.split('/');
    return this.options.store.get(
      kind === GIT_REPOSITORIES.kind ? GIT_REPOSITORIES : KUSTOMIZATIONS,
      namespace,
      name,
    );
  }

  /** @returns when it is to be looked at again, in milliseconds */
  async #reconcile(object: KubeObject): Promise<number> {
    const { store, repositories } = this.options;
    const { namespace = 'default', name } = object.metadata;
    const interval = milliseconds(object.spec?.interval, MINUTE);
    if (object.kind === KUSTOMIZATIONS.kind) {
      const done = await new KustomizationRun(namespace, name, {
        store,
        repositories,
        sleep: this.#sleep,
        closed: () => this.#closed,
      }).run();
      return done ? interval : RETRY_MS;
    }
    const { status } = await fetchSource(repositories, object, new Date());
    const current = store.get(GIT_REPOSITORIES, namespace, name);
    if (current && !this.#closed) {
      store.update(GIT_REPOSITORIES, { ...current, status });
    }
    return interval;
  }

  #sleep = (ms: number): Promise<void> =>
    new Promise(resolve => {
      setTimeout(resolve, ms / this.options.pace);
    });
}

function revisionIn(source: KubeObject | undefined): unknown {
  return at(source, ['status', 'artifact', 'revision']);
}
