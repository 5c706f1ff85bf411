import { ApiError } from './ApiError';
import { EventLog } from './EventLog';
import {
  keyOf,
  LayeredCollection,
  MemoryCollection,
  type ObjectCollection,
} from './collections';
import { equal } from './json';
import {
  asCreated,
  asUpdated,
  withKeptFields,
  withName,
} from './objectVersions';
import { apiVersionOf, DEFAULT_DEFINITIONS } from './resources';
import type {
  EventType,
  KubeObject,
  ResourceDefinition,
  StoreEvent,
} from './types';

interface Table {
  definition: ResourceDefinition;
  collection: MemoryCollection | LayeredCollection;
  /** What is kept in memory, without generated objects. */
  kept: MemoryCollection;
  log: EventLog;
  listeners: Set<(event: StoreEvent) => void>;
}

/** How a cluster's store is made. */
export interface ClusterStoreOptions {
  name: string;
  /** How many changes of a kind are remembered for watchers (default 4,000). */
  historyLimit?: number;
  definitions?: readonly ResourceDefinition[];
}

/** The objects of one cluster, with versions and the changes that watchers ask for. */
export class ClusterStore {
  readonly name: string;
  private readonly tables = new Map<string, Table>();
  private readonly historyLimit: number;
  private readonly generated: { event?: StoreEvent; object?: KubeObject } = {};
  // Starts at the clock, so that a version from before a restart is too old, never from the future.
  private version = Date.now();

  constructor(options: ClusterStoreOptions) {
    this.name = options.name;
    this.historyLimit = options.historyLimit ?? 4_000;
    for (const definition of options.definitions ?? DEFAULT_DEFINITIONS) {
      this.register(definition);
    }
  }

  /** The version of the newest change. */
  get resourceVersion(): number {
    return this.version;
  }

  /** Serves a further kind. */
  register(definition: ResourceDefinition): void {
    const kept = new MemoryCollection();
    this.tables.set(`${definition.group}/${definition.plural}`, {
      definition,
      collection: kept,
      kept,
      log: new EventLog(this.version, this.historyLimit),
      listeners: new Set(),
    });
  }

  /** All kinds served. */
  definitions(): ResourceDefinition[] {
    return [...this.tables.values()].map(table => table.definition);
  }

  /** The kind behind an API path. */
  find(
    group: string,
    version: string,
    plural: string,
  ): ResourceDefinition | undefined {
    const definition = this.tables.get(`${group}/${plural}`)?.definition;
    return definition?.version === version ? definition : undefined;
  }

  /** The kind of a manifest. */
  definitionFor(
    object: Pick<KubeObject, 'apiVersion' | 'kind'>,
  ): ResourceDefinition | undefined {
    return this.definitions().find(
      definition =>
        definition.kind === object.kind &&
        apiVersionOf(definition) === object.apiVersion,
    );
  }

  get(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.table(definition).collection.get(
      keyOf(definition.namespaced ? namespace : undefined, name),
    );
  }

  /** Objects in the order of their keys, optionally of a namespace and after a key. */
  iterate(
    definition: ResourceDefinition,
    options?: { namespace?: string; after?: string },
  ): IterableIterator<KubeObject> {
    return this.table(definition).collection.iterate(options);
  }

  list(definition: ResourceDefinition, namespace?: string): KubeObject[] {
    return [...this.iterate(definition, { namespace })];
  }

  /** As `list`, without generated objects. */
  listKept(definition: ResourceDefinition, namespace?: string): KubeObject[] {
    return [...this.table(definition).kept.iterate({ namespace })];
  }

  /** How many objects of a kind there are. */
  count(definition: ResourceDefinition): number {
    return this.table(definition).collection.size;
  }

  create(
    definition: ResourceDefinition,
    object: KubeObject,
    at: Date = new Date(),
  ): KubeObject {
    const table = this.table(definition);
    const named = withName(definition, object);
    const { namespace, name } = named.metadata;
    const key = keyOf(namespace, name);
    if (table.collection.get(key)) {
      throw ApiError.alreadyExists(definition.plural, definition.group, name);
    }
    const stored = asCreated(definition, named, at, this.next());
    table.collection.set(key, stored);
    this.publish(table, 'ADDED', stored);
    return stored;
  }

  /** Replaces an object. What a client cannot set (uid, creation, generation) is kept; no difference writes nothing. */
  update(definition: ResourceDefinition, object: KubeObject): KubeObject {
    const table = this.table(definition);
    const { name, namespace } = object.metadata;
    const key = keyOf(definition.namespaced ? namespace : undefined, name);
    const previous = table.collection.get(key);
    if (!previous) {
      throw ApiError.notFound(definition.plural, definition.group, name);
    }
    const given = object.metadata.resourceVersion;
    if (given && given !== previous.metadata.resourceVersion) {
      throw ApiError.conflict(definition.plural, definition.group, name);
    }
    const candidate = withKeptFields(previous, object);
    if (equal(candidate, previous)) {
      return previous;
    }
    const stored = asUpdated(definition, previous, candidate, this.next());
    table.collection.set(key, stored);
    this.publish(table, 'MODIFIED', stored, previous);
    return stored;
  }

  delete(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubeObject {
    const table = this.table(definition);
    const key = keyOf(definition.namespaced ? namespace : undefined, name);
    const previous = table.collection.get(key);
    if (!previous) {
      throw ApiError.notFound(definition.plural, definition.group, name);
    }
    table.collection.delete(key);
    const last: KubeObject = {
      ...previous,
      metadata: { ...previous.metadata, resourceVersion: this.next() },
    };
    this.publish(table, 'DELETED', last);
    return last;
  }

  /** Puts generated objects behind those in memory. */
  attach(definition: ResourceDefinition, back: ObjectCollection): void {
    const table = this.table(definition);
    table.collection = new LayeredCollection(table.kept, back);
  }

  /** Tells watchers of a change of a generated object; `make` gets the version and is called when someone looks. */
  announce(
    definition: ResourceDefinition,
    type: EventType,
    make: (resourceVersion: string) => KubeObject,
    takeVersion: (resourceVersion: number) => void = () => {},
  ): void {
    const table = this.table(definition);
    const resourceVersion = this.next();
    takeVersion(this.version);
    const slot = this.generated;
    const event: StoreEvent = {
      type,
      resourceVersion: this.version,
      generated: true,
      get object() {
        // Made once for all who look now, and not kept.
        if (slot.event !== event) {
          slot.event = event;
          slot.object = make(resourceVersion);
        }
        return slot.object as KubeObject;
      },
    };
    table.log.push(event);
    for (const listener of table.listeners) {
      listener(event);
    }
  }

  /** Calls the listener at every change of a kind; returns how to stop. */
  subscribe(
    definition: ResourceDefinition,
    listener: (event: StoreEvent) => void,
  ): () => void {
    const { listeners } = this.table(definition);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  /** The changes after a version; undefined when they are no longer remembered. */
  eventsSince(
    definition: ResourceDefinition,
    resourceVersion: number,
  ): StoreEvent[] | undefined {
    return this.table(definition).log.since(resourceVersion);
  }

  /** The oldest version that a watch may start from. */
  oldestVersion(definition: ResourceDefinition): number {
    return this.table(definition).log.oldest;
  }

  /** Forgets all past changes, as etcd's compaction does: who resumes from before gets 410. */
  compactHistory(): void {
    this.version += 1;
    for (const table of this.tables.values()) {
      table.log.clear(this.version);
    }
  }

  private next(): string {
    this.version += 1;
    return String(this.version);
  }

  private publish(
    table: Table,
    type: EventType,
    object: KubeObject,
    previous?: KubeObject,
  ): void {
    const event: StoreEvent = {
      type,
      resourceVersion: this.version,
      object,
      previous,
    };
    table.log.push(event);
    for (const listener of table.listeners) {
      listener(event);
    }
  }

  private table(definition: ResourceDefinition): Table {
    const table = this.tables.get(`${definition.group}/${definition.plural}`);
    if (!table) {
      throw new ApiError(
        404,
        'NotFound',
        'the server could not find the requested resource',
      );
    }
    return table;
  }
}
