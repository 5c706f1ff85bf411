import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  startFaultyUpstream,
  type FaultyUpstream,
} from '@throughline/plugin-delivery-node/testing';
import { fail, reply, uidOf, write } from './fakeAnswers';
import { patched, type FakePatch } from './fakePatch';
import {
  FAKE_RESOURCES,
  groupList,
  resourceList,
  type FakeResource,
} from './fakeDiscovery';

/**
 * An object as a test writes it; what the server fills in may be left out.
 *
 * @public
 */
export interface FakeObject {
  metadata: {
    namespace?: string;
    name: string;
    uid?: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/**
 * A call that the stand-in got.
 *
 * @public
 */
export interface FakeRequest {
  verb: 'discover' | 'list' | 'watch' | 'get' | 'patch' | 'create';
  path: string;
  plural?: string;
  namespace?: string;
  query: URLSearchParams;
  authorization?: string;
}

interface Change {
  version: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: string;
  object: FakeObject;
}

interface Watcher {
  resource: string;
  namespace?: string;
  response: ServerResponse;
}

/**
 * A small API server: discovery, lists in pages, watches with bookmarks, and the refusals that a real one has. It
 * holds what a test puts into it.
 *
 * @public
 */
export class FakeKubernetes {
  /** Starts one on a free port. */
  static async start(
    options: { token?: string; resources?: readonly FakeResource[] } = {},
  ): Promise<FakeKubernetes> {
    const fake = new FakeKubernetes(options.token ?? 'fake-kubernetes-token', [
      ...(options.resources ?? FAKE_RESOURCES),
    ]);
    fake.#upstream = await startFaultyUpstream((request, response) =>
      fake.#handle(request, response),
    );
    return fake;
  }

  /** The calls that came, oldest first. */
  readonly requests: FakeRequest[] = [];
  /** The patches that were made, oldest first. */
  readonly patches: FakePatch[] = [];
  /** The objects that were created by a call, oldest first, as they were stored then. */
  readonly created: FakeObject[] = [];
  /** Says which calls are forbidden. */
  forbids: (request: FakeRequest) => boolean = () => false;
  /** So many continued lists are answered with 410. */
  expiredContinues = 0;
  #upstream!: FaultyUpstream;
  #version = 100;
  #oldest = 0;
  readonly #objects = new Map<string, Map<string, FakeObject>>();
  readonly #changes: Change[] = [];
  readonly #watchers = new Set<Watcher>();

  private constructor(
    readonly token: string,
    readonly resources: FakeResource[],
  ) {}

  get url(): string {
    return this.#upstream.url;
  }

  /** The upstream, to make it misbehave. */
  get upstream(): FaultyUpstream {
    return this.#upstream;
  }

  /** The number of watches that are open. */
  get openWatches(): number {
    return this.#watchers.size;
  }

  /** Creates or replaces an object, and returns it as stored. */
  put(plural: string, object: FakeObject): FakeObject {
    const objects = this.#objects.get(plural) ?? new Map<string, FakeObject>();
    this.#objects.set(plural, objects);
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
    const stored = {
      ...object,
      metadata: {
        uid: uidOf(`${plural}/${key}`),
        creationTimestamp: '2026-11-01T08:00:00Z',
        ...object.metadata,
        resourceVersion: String(++this.#version),
      },
    };
    objects.set(key, stored);
    this.#tell({
      version: this.#version,
      type,
      resource: plural,
      object: stored,
    });
    return stored;
  }

  /**
   * The object of that name.
   *
   * @throws Error where there is none
   */
  get(plural: string, namespace: string, name: string): FakeObject {
    const object = this.#objects.get(plural)?.get(`${namespace}/${name}`);
    if (!object) {
      throw new Error(`There is no ${plural} ${namespace}/${name}`);
    }
    return object;
  }

  /**
   * Removes an object.
   *
   * @throws Error where there is none
   */
  remove(plural: string, namespace: string, name: string): void {
    const object = this.get(plural, namespace, name);
    this.#objects.get(plural)?.delete(`${namespace}/${name}`);
    this.#tell({
      version: ++this.#version,
      type: 'DELETED',
      resource: plural,
      object: {
        ...object,
        metadata: {
          ...object.metadata,
          resourceVersion: String(this.#version),
        },
      },
    });
  }

  /** Sends a bookmark on every watch. */
  bookmark(): void {
    for (const { response } of this.#watchers) {
      const metadata = { resourceVersion: String(this.#version) };
      write(response, { type: 'BOOKMARK', object: { metadata } });
    }
  }

  /** Writes a raw line on the watches of a resource. */
  send(plural: string, line: string): void {
    for (const { resource, response } of this.#watchers) {
      if (resource === plural) {
        response.write(line);
      }
    }
  }

  /** Ends all watches well, as their timeout does. */
  endWatches(): void {
    for (const { response } of this.#watchers) {
      response.end();
    }
    this.#watchers.clear();
  }

  /** Forgets the history: watches from before now get a 410 in the stream. */
  compact(): void {
    this.#oldest = ++this.#version;
    this.#changes.length = 0;
  }

  /** Changes without telling the watches of it, as while they were cut off. */
  whileDeaf(change: () => void): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    change();
    watchers.forEach(({ response }) => response.destroy());
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }

  #tell(change: Change): void {
    this.#changes.push(change);
    for (const watcher of this.#watchers) {
      if (concerns(watcher, change)) {
        write(watcher.response, change);
      }
    }
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://fake');
    const { authorization } = request.headers;
    const segments = url.pathname
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent);
    const asked = this.#understand(segments, url, request);
    this.requests.push(asked);
    if (authorization !== `Bearer ${this.token}`) {
      fail(response, 401, 'Unauthorized', 'Unauthorized');
    } else if (this.forbids(asked)) {
      const where = asked.namespace
        ? `in the namespace "${asked.namespace}"`
        : 'at the cluster scope';
      fail(
        response,
        403,
        'Forbidden',
        `${asked.plural} is forbidden: User "portal" cannot ${asked.verb} resource "${asked.plural}" ${where}`,
      );
    } else if (asked.verb === 'patch') {
      this.#patch(segments, asked, request, response);
    } else if (asked.verb === 'create') {
      this.#create(asked, request, response);
    } else if (asked.verb === 'list') {
      this.#list(asked, response);
    } else if (asked.verb === 'watch') {
      this.#watch(asked, response);
    } else {
      this.#single(segments, asked, response);
    }
  }

  #understand(
    segments: string[],
    url: URL,
    { headers: { authorization }, method }: IncomingMessage,
  ): FakeRequest {
    const base = { path: url.pathname, query: url.searchParams, authorization };
    const rest = segments.slice(segments[0] === 'api' ? 2 : 3);
    if (rest.length === 0) {
      return { verb: 'discover', ...base };
    }
    const namespace = rest[0] === 'namespaces' ? rest[1] : undefined;
    const [plural, name] = namespace === undefined ? rest : rest.slice(2);
    const verb = url.searchParams.has('watch') ? 'watch' : 'list';
    const ofOne = method === 'PATCH' ? 'patch' : 'get';
    const ofAll = method === 'POST' ? 'create' : verb;
    return { verb: name ? ofOne : ofAll, plural, namespace, ...base };
  }

  #patch(
    segments: string[],
    { plural = '', namespace, query }: FakeRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const [name, subresource] = segments.slice(segments.indexOf(plural, 2) + 1);
    let text = '';
    request.on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      const before = this.#objects.get(plural)?.get(`${namespace}/${name}`);
      const body = JSON.parse(text);
      const version = body.metadata?.resourceVersion;
      if (request.headers['content-type'] !== 'application/merge-patch+json') {
        fail(response, 415, 'UnsupportedMediaType', 'no such patch');
      } else if (!before) {
        fail(response, 404, 'NotFound', `${plural} "${name}" not found`);
      } else if (version && version !== before.metadata.resourceVersion) {
        fail(response, 409, 'Conflict', 'the object has been modified');
      } else {
        const fieldManager = query.get('fieldManager') ?? undefined;
        this.patches.push({
          ...{ plural, namespace, name, subresource, fieldManager, body },
        });
        reply(response, this.put(plural, patched(before, body, subresource)));
      }
    });
  }

  #create(
    { plural = '', namespace }: FakeRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    let text = '';
    request.on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      const { metadata, ...object } = JSON.parse(text) as FakeObject;
      const { generateName, name = `${generateName}${++this.#version}` } =
        metadata;
      if (this.#objects.get(plural)?.has(`${namespace}/${name}`)) {
        fail(response, 409, 'AlreadyExists', `${plural} "${name}" exists`);
        return;
      }
      const stored = this.put(plural, {
        ...object,
        metadata: { ...metadata, namespace, name },
      });
      this.created.push(stored);
      reply(response, stored);
    });
  }

  #single(
    segments: string[],
    asked: FakeRequest,
    response: ServerResponse,
  ): void {
    if (asked.verb === 'get') {
      const [name, part] = segments.slice(
        segments.indexOf(asked.plural!, 2) + 1,
      );
      const objects = this.#objects.get(asked.plural!);
      const object = objects?.get(`${asked.namespace ?? ''}/${name}`);
      if (!object) {
        fail(response, 404, 'NotFound', `${asked.plural} "${name}" not found`);
      } else if (part === 'log') {
        const lines = String(object.log ?? '').split('\n');
        const tail = Number(asked.query.get('tailLines') ?? lines.length);
        response.end(lines.slice(-tail - 1).join('\n'));
      } else {
        reply(response, object);
      }
      return;
    }
    const [root, group, version] = segments;
    let answer: unknown;
    if (root === 'version') {
      answer = { major: '1', minor: '34' };
    } else if (root === 'apis' && group === undefined) {
      answer = groupList(this.resources);
    } else if (root === 'api') {
      answer = resourceList(this.resources, '', group);
    } else if (root === 'apis') {
      answer = resourceList(this.resources, group, version);
    }
    if (answer) {
      reply(response, answer);
    } else {
      fail(response, 404, 'NotFound', 'the server could not find the resource');
    }
  }

  #list(asked: FakeRequest, response: ServerResponse): void {
    const limit = Number(asked.query.get('limit') ?? 0);
    const token = asked.query.get('continue');
    if (token && this.expiredContinues > 0) {
      this.expiredContinues--;
      fail(
        response,
        410,
        'Expired',
        'The provided continue parameter is too old',
      );
      return;
    }
    const all = this.#select(asked);
    const from = Number(token ?? 0);
    const items = limit ? all.slice(from, from + limit) : all;
    const next = from + items.length;
    reply(response, {
      kind: 'List',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: String(this.#version),
        ...(next < all.length && { continue: String(next) }),
      },
      items,
    });
  }

  #select({ plural, namespace, query }: FakeRequest): FakeObject[] {
    const wanted = (query.get('labelSelector') ?? '')
      .split(',')
      .filter(Boolean)
      .map(pair => pair.split('='));
    return [...(this.#objects.get(plural!)?.entries() ?? [])]
      .filter(([key]) => !namespace || key.startsWith(`${namespace}/`))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, object]) => object)
      .filter(object => {
        const { labels = {} } = object.metadata as {
          labels?: Record<string, string>;
        };
        return wanted.every(([name, value]) => labels[name] === value);
      });
  }

  #watch(asked: FakeRequest, response: ServerResponse): void {
    const from = Number(asked.query.get('resourceVersion'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (from < this.#oldest) {
      write(response, {
        type: 'ERROR',
        object: { kind: 'Status', code: 410, reason: 'Expired' },
      });
      response.end();
      return;
    }
    const watcher: Watcher = {
      resource: asked.plural!,
      namespace: asked.namespace,
      response,
    };
    for (const change of this.#changes) {
      if (change.version > from && concerns(watcher, change)) {
        write(response, change);
      }
    }
    this.#watchers.add(watcher);
    response.on('close', () => this.#watchers.delete(watcher));
  }
}

function concerns(watcher: Watcher, { resource, object }: Change): boolean {
  return (
    watcher.resource === resource &&
    (!watcher.namespace || watcher.namespace === object.metadata.namespace)
  );
}
