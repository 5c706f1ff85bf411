import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { Repositories } from '../../git/Repositories';
import { at, equal } from '../../kubernetes/json';
import type { KubeObject, ResourceDefinition } from '../../kubernetes/types';
import { WorkQueue } from '../WorkQueue';
import {
  GIT_REPOSITORIES,
  IMAGE_POLICIES,
  IMAGE_REPOSITORIES,
  IMAGE_UPDATE_AUTOMATIONS,
  KUSTOMIZATIONS,
} from './definitions';
import { fetchSource } from './fetchSource';
import { ImageWork, type ReadTags } from './images/ImageWork';
import { KustomizationRun } from './KustomizationRun';
import { asksForWork, milliseconds } from './requests';

/** What Flux needs in a cluster. */
export interface FluxControllerOptions {
  store: ClusterStore;
  repositories: Repositories;
  tags: ReadTags;
  /** How many times faster than normal things move. */
  pace: number;
}

const MINUTE = 60_000;
const RETRY_MS = 30_000;

/** What is looked after, and what of it, once it is another, is news to which others, by the reference they hold. */
const KINDS: readonly {
  definition: ResourceDefinition;
  news?: readonly string[];
  for?: { definition: ResourceDefinition; reference?: string };
}[] = [
  {
    definition: GIT_REPOSITORIES,
    news: ['status', 'artifact', 'revision'],
    for: { definition: KUSTOMIZATIONS, reference: 'sourceRef' },
  },
  { definition: KUSTOMIZATIONS },
  {
    definition: IMAGE_REPOSITORIES,
    news: ['status', 'lastScanResult', 'latestTags'],
    for: { definition: IMAGE_POLICIES, reference: 'imageRepositoryRef' },
  },
  {
    definition: IMAGE_POLICIES,
    news: ['status', 'latestRef'],
    for: { definition: IMAGE_UPDATE_AUTOMATIONS },
  },
  { definition: IMAGE_UPDATE_AUTOMATIONS },
];

/**
 * Flux in one cluster: GitRepositories and registries are looked at every so often, and what goes by them whenever
 * these have something new, somebody asks, or its own time has come. What is suspended is left alone, requests included.
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
    for (const { definition, news, for: others } of KINDS) {
      this.#stops.push(
        store.subscribe(definition, event => {
          if (asksForWork(event)) {
            this.#enqueue(event.object, 0);
          }
          if (
            news &&
            others &&
            !equal(at(event.object, news), at(event.previous, news))
          ) {
            this.#tell(event.object, others);
          }
        }),
      );
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

  /** Those of the namespace where they hold no reference. */
  #tell(
    { metadata: { namespace, name } }: KubeObject,
    others: { definition: ResourceDefinition; reference?: string },
  ): void {
    const { definition, reference } = others;
    this.options.store
      .list(definition)
      .filter(({ spec, metadata }) =>
        reference
          ? at(spec, [reference, 'name']) === name &&
            (at(spec, [reference, 'namespace']) ?? metadata.namespace) ===
              namespace
          : metadata.namespace === namespace,
      )
      .forEach(other => this.#enqueue(other, 0));
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
    const known = KINDS.find(({ definition }) => definition.kind === kind);
    return known && this.options.store.get(known.definition, namespace, name);
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
    const { status } = await this.#lookAt(object);
    const definition = store.definitionFor(object);
    const current = definition && store.get(definition, namespace, name);
    if (current && !this.#closed) {
      store.update(definition, { ...current, status });
    }
    return interval;
  }

  async #lookAt(object: KubeObject): Promise<KubeObject> {
    const { store, repositories, tags } = this.options;
    const images = new ImageWork(store, repositories, tags);
    switch (object.kind) {
      case IMAGE_REPOSITORIES.kind:
        return images.scan(object);
      case IMAGE_POLICIES.kind:
        return images.choose(object);
      case IMAGE_UPDATE_AUTOMATIONS.kind:
        return images.write(object);
      default:
        return fetchSource(repositories, object, new Date());
    }
  }

  #sleep = (ms: number): Promise<void> =>
    new Promise(resolve => {
      setTimeout(resolve, ms / this.options.pace);
    });
}
