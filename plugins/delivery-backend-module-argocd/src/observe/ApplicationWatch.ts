import {
  MAX_BATCH,
  SourceFailure,
  type DeploymentItem,
  type ObserveContext,
  type Observation,
  type ObservedItem,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import type { ArgocdClient, StreamEvent } from '../api/ArgocdClient';
import {
  listedApplicationSchema,
  type ListedApplication,
} from '../api/schemas';
import type { ArgocdInstance } from '../config/readArgocdInstances';
import { keyOf, mapDeployments, mapTarget } from '../mapping';
import { KnownApplications } from './KnownApplications';
import {
  readApplication,
  SCOPE,
  unreadable,
  type ReadApplication,
} from './readApplication';

/** More than this are not asked for one by one: the stream tells all anew for less. */
const MAX_SINGLE_LOOK_UPS = 200;

/** What is being known of an instance during one observation, and what to say of what is learnt. */
export class ApplicationWatch {
  readonly #known = new KnownApplications();
  /** Keys that the first list told and that nothing was told of yet; undefined before and after. */
  #awaited: Map<string, ListedApplication> | undefined;
  #batch: ObservedItem[] = [];

  constructor(
    private readonly client: ArgocdClient,
    private readonly instance: ArgocdInstance,
    private readonly context: ObserveContext,
  ) {}

  /** Whether something waits to be flushed. */
  get hasBatch(): boolean {
    return this.#batch.length > 0;
  }

  /** How many applications of the first list have not been told. */
  get awaited(): number {
    return this.#awaited?.size ?? 0;
  }

  /** Asks for the list and opens the listing. */
  async *begin(): AsyncGenerator<Observation> {
    const list = await this.#list();
    this.#awaited = new Map(list);
    yield { type: 'listing', scope: SCOPE };
    yield visibility(list.size);
    yield* this.#closeListing();
  }

  /** Takes an event of the stream. */
  *take(event: StreamEvent): Generator<Observation> {
    if (event.type !== 'event') {
      return;
    }
    const read = readApplication(event.application);
    if (read.key !== undefined && !this.#isOfInterest(read.key)) {
      return;
    }
    if (event.change === 'DELETED') {
      yield* this.#forget(read.key);
    } else {
      yield* this.#tell(read);
    }
    yield* this.#closeListing();
  }

  /** Tells what waits to be told. */
  *flush(): Generator<Observation> {
    const items = this.#batch;
    this.#batch = [];
    for (let from = 0; from < items.length; from += MAX_BATCH) {
      yield {
        type: 'observed',
        scope: SCOPE,
        items: items.slice(from, from + MAX_BATCH),
      };
    }
  }

  /** Asks one by one for what the list told and the stream did not. */
  async *lookUpAwaited(): AsyncGenerator<Observation> {
    const awaited = [...(this.#awaited?.values() ?? [])];
    if (awaited.length > MAX_SINGLE_LOOK_UPS) {
      throw new SourceFailure(
        'timeout',
        `The stream went silent before it had told ${awaited.length} applications of the list: is a proxy buffering /api/v1/stream/applications?`,
      );
    }
    for (const listed of awaited) {
      yield* this.#lookUp(listed);
      this.#awaited?.delete(keyOf(listed.metadata));
    }
    yield* this.#closeListing();
  }

  /**
   * Compares a new list with what was told: the stream drops events when it is overrun, and says nothing of what
   * leaves the selector.
   *
   * @returns false where so much is amiss that the observation had better begin anew
   */
  async *compare(): AsyncGenerator<Observation, boolean> {
    const before = new Set(this.#known.keys());
    const list = await this.#list();
    yield visibility(list.size);
    const gone = [...before].filter(
      key => !list.has(key) && this.#known.has(key),
    );
    for (const key of gone) {
      yield* this.#forget(key);
    }
    const missed = [...list.values()].filter(one => this.#known.differs(one));
    if (missed.length > MAX_SINGLE_LOOK_UPS) {
      return false;
    }
    for (const listed of missed) {
      yield* this.#lookUp(listed);
    }
    yield* this.flush();
    return true;
  }

  async #list(): Promise<Map<string, ListedApplication>> {
    const { signal, countCall, logger } = this.context;
    const items = await this.client.listApplications({ signal, countCall });
    const list = new Map<string, ListedApplication>();
    for (const item of items) {
      const parsed = listedApplicationSchema.safeParse(item);
      if (parsed.success) {
        const key = keyOf(parsed.data.metadata);
        if (this.#isOfInterest(key)) {
          list.set(key, parsed.data);
        }
        continue;
      }
      const read = readApplication(item);
      if (read.key === undefined) {
        logger.debug('The list holds an application with no name');
      } else if (this.#isOfInterest(read.key)) {
        // What it says is of no use, but that it exists is.
        list.set(read.key, identityOf(read.key));
      }
    }
    return list;
  }

  async *#lookUp(listed: ListedApplication): AsyncGenerator<Observation> {
    const { signal, countCall } = this.context;
    const { name, namespace } = listed.metadata;
    const project = listed.spec?.project;
    const key = keyOf(listed.metadata);
    let value: unknown;
    try {
      value = await this.client.getApplication(
        { name, namespace, project },
        { signal, countCall },
      );
    } catch (error) {
      if (error instanceof SourceFailure && error.kind === 'permission') {
        yield* this.#tell(unreadable(key, error.message));
        return;
      }
      throw error;
    }
    if (value === undefined) {
      // It was deleted between the list and this call.
      yield* this.#forget(key);
    } else {
      yield* this.#tell(readApplication(value));
    }
  }

  *#tell(read: ReadApplication): Generator<Observation> {
    if (!read.application) {
      if (read.key !== undefined) {
        this.#known.rememberUnread(read.key);
        this.#awaited?.delete(read.key);
      }
      yield* this.flush();
      yield read.malformed;
      return;
    }
    const { url } = this.instance;
    let target: TargetItem;
    let deployments: DeploymentItem[];
    try {
      target = mapTarget(read.application, url);
      deployments = mapDeployments(read.application, url);
    } catch (error) {
      yield* this.#tell(unreadable(read.key, `it cannot be mapped: ${error}`));
      return;
    }
    this.#batch.push(
      target,
      ...this.#known.remember(read.application, deployments),
    );
    this.#awaited?.delete(read.key);
    if (this.#batch.length >= MAX_BATCH) {
      yield* this.flush();
    }
  }

  *#forget(key: string | undefined): Generator<Observation> {
    if (key === undefined) {
      return;
    }
    this.#awaited?.delete(key);
    this.#known.delete(key);
    yield* this.flush();
    yield {
      type: 'vanished',
      scope: SCOPE,
      items: [{ kind: 'target', key }],
    };
  }

  *#closeListing(): Generator<Observation> {
    if (this.#awaited?.size === 0) {
      this.#awaited = undefined;
      yield* this.flush();
      yield { type: 'listed', scope: SCOPE };
    }
  }

  #isOfInterest(key: string): boolean {
    const { namespaces } = this.instance;
    const slash = key.indexOf('/');
    return !namespaces || slash < 0 || namespaces.includes(key.slice(0, slash));
  }
}

/** Without rights, Argo CD answers an empty list rather than an error: that is worth a word. */
function visibility(count: number): Observation {
  return count > 0
    ? { type: 'problem', scope: SCOPE }
    : {
        type: 'problem',
        scope: SCOPE,
        reason:
          'Argo CD shows no application at all. If there are some, give the account the right to get applications, and check projects, namespaces and selector in the config.',
      };
}

function identityOf(key: string): ListedApplication {
  const slash = key.indexOf('/');
  return {
    metadata: {
      name: key.slice(slash + 1),
      namespace: slash < 0 ? undefined : key.slice(0, slash),
      creationTimestamp: undefined,
      deletionTimestamp: undefined,
    },
    spec: undefined,
    status: undefined,
  };
}
