import type { Repositories } from '../../git/Repositories';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { applyManifest } from '../argo/applyManifest';
import { resourceHealth } from '../argo/health';
import { recordEvent } from '../workloads/recordEvent';
import { withConditions, type Condition } from './conditions';
import { GIT_REPOSITORIES, KUSTOMIZATIONS } from './definitions';
import { commitOf, placeOf } from './fetchSource';
import { withSnapshot, type Snapshot } from './history';
import { digestOf, inventoryOf, prune, type Inventory } from './inventory';
import { ReconciliationError, renderRevision } from './renderRevision';
import { acknowledged } from './requests';

/** What a reconciliation needs. */
export interface KustomizationRunOptions {
  store: ClusterStore;
  repositories: Repositories;
  /** Waits, at the sandbox's pace. */
  sleep: (milliseconds: number) => Promise<void>;
  closed: () => boolean;
}

const LOOK_EVERY_MS = 500;
const HEALTH_TIMEOUT_MS = 90_000;

/** One reconciliation of a Kustomization: fetch, build, apply, prune, wait until all is healthy. */
export class KustomizationRun {
  readonly #began = Date.now();
  #revision = '';

  constructor(
    private readonly namespace: string,
    private readonly name: string,
    private readonly options: KustomizationRunOptions,
  ) {}

  /** @returns whether it succeeded */
  async run(): Promise<boolean> {
    let digest: string | undefined;
    try {
      const source = this.#source();
      this.#begin();
      const objects = await this.#render(source);
      digest = digestOf(objects);
      this.#apply(objects);
      await this.#waitUntilHealthy(objects);
      this.#end('ReconciliationSucceeded', digest);
      return true;
    } catch (error) {
      const reason =
        error instanceof ReconciliationError
          ? error.reason
          : 'ReconciliationFailed';
      this.#end(reason, digest, (error as Error).message);
      return false;
    }
  }

  #current(): KubeObject | undefined {
    return this.options.store.get(KUSTOMIZATIONS, this.namespace, this.name);
  }

  #write(status: JsonObject): void {
    const current = this.#current();
    if (current && !this.options.closed()) {
      this.options.store.update(KUSTOMIZATIONS, {
        ...current,
        status: { ...current.status, ...status },
      });
    }
  }

  #conditions(set: Condition[], remove: string[] = []): void {
    const current = this.#current();
    if (current) {
      this.#write({
        conditions: withConditions(current, set, remove, new Date()),
      });
    }
  }

  #source(): KubeObject {
    const reference = at(this.#current(), ['spec', 'sourceRef']) as JsonObject;
    const namespace = String(reference?.namespace ?? this.namespace);
    const source = this.options.store.get(
      GIT_REPOSITORIES,
      namespace,
      String(reference?.name),
    );
    const revision = at(source, ['status', 'artifact', 'revision']);
    if (!source || typeof revision !== 'string') {
      throw new ReconciliationError(
        'ArtifactFailed',
        `Source artifact not found, retrying in 30s`,
      );
    }
    this.#revision = revision;
    return source;
  }

  #begin(): void {
    this.#conditions([
      {
        type: 'Reconciling',
        status: 'True',
        reason: 'Progressing',
        message: `Fetching manifests for revision ${
          this.#revision
        } with a timeout of 1m30s`,
      },
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'Progressing',
        message: 'Reconciliation in progress',
      },
    ]);
  }

  async #render(source: KubeObject): Promise<KubeObject[]> {
    const current = this.#current();
    if (!current) {
      throw new ReconciliationError('ReconciliationFailed', 'it is gone');
    }
    this.#write({ lastAttemptedRevision: this.#revision });
    await this.options.sleep(LOOK_EVERY_MS);
    return renderRevision(this.options.repositories, current, {
      repository: placeOf(source).repository,
      sha: commitOf(this.#revision),
    });
  }

  #apply(objects: readonly KubeObject[]): void {
    const { store } = this.options;
    objects.forEach(object => applyManifest(store, object));
    const inventory = inventoryOf(objects);
    const current = this.#current();
    if (at(current, ['spec', 'prune'])) {
      prune(
        store,
        at(current, ['status', 'inventory']) as Inventory | undefined,
        inventory,
      );
    }
    this.#write({ inventory });
  }

  async #waitUntilHealthy(objects: readonly KubeObject[]): Promise<void> {
    if (!at(this.#current(), ['spec', 'wait'])) {
      return;
    }
    this.#conditions([
      {
        type: 'Reconciling',
        status: 'True',
        reason: 'Progressing',
        message: `Running health checks for revision ${
          this.#revision
        } with a timeout of 1m30s`,
      },
    ]);
    for (let waited = 0; ; waited += LOOK_EVERY_MS) {
      const waiting = objects.filter(object => !this.#isHealthy(object));
      if (waiting.length === 0 || this.options.closed()) {
        return;
      }
      if (waited >= HEALTH_TIMEOUT_MS) {
        const names = waiting
          .map(({ kind, metadata: { namespace, name } }) =>
            [kind, namespace, name].join('/'),
          )
          .join(', ');
        throw new ReconciliationError(
          'HealthCheckFailed',
          `health check failed after 1m30s: timeout waiting for: [${names} status: 'InProgress']`,
        );
      }
      await this.options.sleep(LOOK_EVERY_MS);
    }
  }

  #isHealthy(object: KubeObject): boolean {
    const { store } = this.options;
    const definition = store.definitionFor(object);
    const { namespace, name } = object.metadata;
    const live = definition && store.get(definition, namespace, name);
    const health = live && resourceHealth(live);
    return Boolean(live) && (!health || health.status === 'Healthy');
  }

  #end(reason: string, digest?: string, message?: string): void {
    const current = this.#current();
    if (!current || this.options.closed()) {
      return;
    }
    const succeeded = message === undefined;
    const text = message ?? `Applied revision: ${this.#revision}`;
    const conditions: Condition[] = [
      {
        type: 'Ready',
        status: succeeded ? 'True' : 'False',
        reason,
        message: text,
      },
    ];
    if (!succeeded) {
      conditions.unshift({
        type: 'Reconciling',
        status: 'True',
        reason: 'ProgressingWithRetry',
        message: text,
      });
    }
    const now = new Date();
    this.#write({
      ...acknowledged(current),
      observedGeneration: current.metadata.generation,
      ...(succeeded && { lastAppliedRevision: this.#revision }),
      conditions: withConditions(
        current,
        conditions,
        succeeded ? ['Reconciling'] : [],
        now,
      ),
      ...(digest && {
        history: withSnapshot((current.status?.history ?? []) as Snapshot[], {
          digest,
          status: reason,
          revision: this.#revision,
          at: now,
          seconds: (now.getTime() - this.#began) / 1_000,
        }),
      }),
    });
    recordEvent(
      { store: this.options.store, now: () => now, seeding: false },
      current,
      succeeded ? 'Normal' : 'Warning',
      reason,
      text,
    );
  }
}
