import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  startFaultyUpstream,
  type FaultyUpstream,
} from '@throughline/plugin-delivery-node/testing';
import { FakeOperations } from './FakeOperations';
import { projectForList, projectForStream } from './projections';

type Json = Record<string, any>;

/** One open stream of the fake. */
interface OpenStream {
  response: ServerResponse;
  sse: boolean;
  fields: string[];
  projects: string[];
  selector?: string;
  /** The last payload of each application's *name*, by which repetitions are swallowed. */
  last: Map<string, string>;
}

/**
 * Argo CD's API as a test needs it, with the quirks that matter: a list of fixed fields, a stream that replays
 * everything, swallows repetitions by name and says nothing of what leaves a selector, and 403 for an application
 * that is missing and whose project was not named.
 */
export class FakeArgocd {
  readonly apps = new Map<string, Json>();
  readonly requests: string[] = [];
  readonly account = {
    username: 'throughline',
    password: 'pass-word-0123456789',
  };
  /** Tokens that are accepted. */
  readonly tokens = new Set(['fixed-token-0123456789']);
  readonly streams = new Set<OpenStream>();
  /** Whether changes reach the streams; false is a buffer that ran over. */
  tells = true;
  /** Whether a stream tells what exists; false is a proxy that buffers. */
  replays = true;
  /** Answers of `resource-tree`, `managed-resources` and `events`. */
  readonly details: Record<string, unknown> = {};
  /** What it was asked to do, and does. */
  readonly operations = new FakeOperations();
  /** The raw paths and queries of all requests. */
  readonly paths: string[] = [];
  #sessions = 0;

  private constructor(readonly upstream: FaultyUpstream) {}

  static async start(): Promise<FakeArgocd> {
    const holder: { fake?: FakeArgocd } = {};
    const upstream = await startFaultyUpstream((request, response) =>
      holder.fake!.#answer(request, response),
    );
    holder.fake = new FakeArgocd(upstream);
    return holder.fake;
  }

  get url(): string {
    return this.upstream.url;
  }

  set(app: Json, change?: 'ADDED' | 'MODIFIED'): void {
    const { name, namespace } = app.metadata;
    const key = `${namespace}/${name}`;
    const kind = change ?? (this.apps.has(key) ? 'MODIFIED' : 'ADDED');
    this.apps.set(key, structuredClone(app));
    this.#broadcast(kind, app);
  }

  delete(key: string): void {
    const app = this.apps.get(key);
    if (app) {
      this.apps.delete(key);
      this.#broadcast('DELETED', app);
    }
  }

  /** Says a line on every stream, as it is. */
  say(line: string): void {
    for (const stream of this.streams) {
      stream.response.write(stream.sse ? `data: ${line}\n\n` : `${line}\n`);
    }
  }

  keepAlive(): void {
    for (const stream of this.streams) {
      stream.response.write(':\n\n');
    }
  }

  #broadcast(type: string, app: Json): void {
    for (const stream of this.streams) {
      if (this.tells && matches(app, stream)) {
        send(stream, type, app);
      }
    }
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://fake');
    this.requests.push(`${request.method} ${url.pathname}`);
    this.paths.push(request.url ?? '');
    if (url.pathname === '/api/version') {
      json(response, 200, { Version: 'v3.6.0' });
      return;
    }
    if (url.pathname === '/api/v1/session') {
      this.#logIn(request, response);
      return;
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!this.tokens.has(token)) {
      json(response, 401, {
        error: 'invalid session',
        code: 16,
        message: `invalid session: token ${token} is not known`,
      });
      return;
    }
    if (url.pathname === '/api/v1/applications') {
      this.#list(url, response);
    } else if (url.pathname === '/api/v1/stream/applications') {
      this.#stream(url, request, response);
    } else {
      this.#one(url, request, response);
    }
  }

  #logIn(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      const { username, password } = JSON.parse(body);
      if (
        username !== this.account.username ||
        password !== this.account.password
      ) {
        json(response, 401, { message: 'Invalid username or password' });
        return;
      }
      this.#sessions += 1;
      const token = `session-token-${this.#sessions}-0123456789`;
      this.tokens.add(token);
      json(response, 200, { token });
    });
  }

  #list(url: URL, response: ServerResponse): void {
    const query = url.searchParams;
    const appNamespace = query.get('appNamespace');
    const items = [...this.apps.values()]
      .filter(app => matches(app, selectionOf(url)))
      .filter(app => !appNamespace || app.metadata.namespace === appNamespace)
      .map(app => projectForList(app, query.get('fields')));
    json(response, 200, {
      metadata: { resourceVersion: '1' },
      items: items.length > 0 ? items : null,
    });
  }

  #stream(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const sse = request.headers.accept === 'text/event-stream';
    const stream: OpenStream = {
      response,
      sse,
      fields: (url.searchParams.get('fields') ?? '').split(','),
      ...selectionOf(url),
      last: new Map(),
    };
    response.writeHead(200, {
      'content-type': sse ? 'text/event-stream' : 'application/json',
    });
    response.flushHeaders();
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
    // With a resource version and no name, nothing is replayed.
    if (this.replays && !url.searchParams.get('resourceVersion')) {
      for (const app of this.apps.values()) {
        if (matches(app, stream)) {
          send(stream, 'ADDED', app);
        }
      }
    }
  }

  #one(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const [, , , , encoded, what] = url.pathname.split('/');
    const name = decodeURIComponent(encoded ?? '');
    if (request.method !== 'GET') {
      this.operations.write(request, response, where => {
        const app = this.apps.get(`${where.appNamespace ?? 'argocd'}/${name}`);
        return app?.spec.project === where.project ? app : undefined;
      });
      return;
    }
    const app = this.apps.get(
      `${url.searchParams.get('appNamespace') ?? 'argocd'}/${name}`,
    );
    const project = url.searchParams.get('project');
    if (!app || (project && app.spec.project !== project)) {
      const status = project ? 404 : 403;
      json(response, status, { code: status === 404 ? 5 : 7, message: 'no' });
    } else if (what === undefined) {
      this.operations.refresh(app, url.searchParams.get('refresh'));
      json(response, 200, app);
    } else if (what in this.details) {
      json(response, 200, this.details[what]);
    } else {
      json(response, 404, { code: 12, message: 'Not Implemented' });
    }
  }
}

function selectionOf(url: URL): { projects: string[]; selector?: string } {
  const selector = url.searchParams.get('selector');
  return {
    projects: url.searchParams.getAll('projects'),
    ...(selector ? { selector } : {}),
  };
}

function matches(
  app: Json,
  { projects, selector }: { projects: string[]; selector?: string },
): boolean {
  const [label, value] = selector?.split('=') ?? [];
  return (
    (projects.length === 0 || projects.includes(app.spec?.project)) &&
    (!label || app.metadata.labels?.[label] === value)
  );
}

function send(stream: OpenStream, type: string, app: Json): void {
  const line = JSON.stringify(
    projectForStream({ result: { type, application: app } }, stream.fields),
  );
  const { name } = app.metadata;
  if (stream.last.get(name) === line) {
    return;
  }
  stream.last.set(name, line);
  stream.response.write(stream.sse ? `data: ${line}\n\n` : `${line}\n`);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
