import type { Request, Response } from 'express';
import type { Application } from '../controllers/argo/types';
import { APPLICATIONS } from '../kubernetes/resources';
import { drained } from '../kubernetes/sendItems';
import type { JsonObject, StoreEvent } from '../kubernetes/types';
import type { ArgoInstance } from './ArgoInstance';
import { parseFields, projectEvent } from './fields';
import { applicationFilter, textParameter } from './selection';
import { withResourceHealth } from './views';

const KEEP_ALIVE_MS = 15_000;
const MOST_BUFFERED = 1_000;
const REPLAY_BATCH = 200;

/** One reader of the stream: projects, leaves out what it has just said, and drops what the reader is too slow for. */
class Reader {
  private readonly said = new Map<string, string>();
  private buffered: string[] = [];
  private blocked = false;

  constructor(
    private readonly response: Response,
    private readonly options: {
      project: (event: JsonObject) => JsonObject;
      sse: boolean;
    },
  ) {
    response.on('drain', () => this.flush());
  }

  /** Holds events back while the first state is being sent. */
  hold(): void {
    this.blocked = true;
  }

  release(): void {
    this.flush();
  }

  /** The line of an event; undefined where the last one of an Application of that name said the same. */
  line(name: string, event: JsonObject): string | undefined {
    const text = JSON.stringify(this.options.project(event));
    // By name alone, as the real server does: namesakes in two namespaces hide each other.
    if (this.said.get(name) === text) {
      return undefined;
    }
    this.said.set(name, text);
    return this.options.sse ? `data: ${text}\n\n` : `${text}\n`;
  }

  send(line: string): void {
    if (this.blocked) {
      if (this.buffered.length < MOST_BUFFERED) {
        this.buffered.push(line);
      }
      return;
    }
    this.blocked = !this.response.write(line);
  }

  private flush(): void {
    this.blocked = false;
    const lines = this.buffered;
    this.buffered = [];
    lines.forEach(line => this.send(line));
  }
}

/** `GET /api/v1/stream/applications` */
export async function streamApplications(
  instance: ArgoInstance,
  request: Request,
  response: Response,
): Promise<void> {
  const { state } = instance.controller;
  const { control, namespace } = state.clusters;
  const { query } = request;
  const fields = parseFields(query.fields);
  const name = textParameter(query.name);
  const resourceVersion = textParameter(query.resourceVersion);
  const filter = applicationFilter(
    // The namespace counts only beside a name; the repository never does.
    name
      ? { ...query, appNamespace: query.appNamespace ?? namespace }
      : { ...query, appNamespace: undefined },
    { repo: false },
  );
  const sse = (request.headers.accept ?? '').includes('text/event-stream');
  response.setHeader(
    'Content-Type',
    sse ? 'text/event-stream' : 'application/json',
  );
  response.status(200).flushHeaders();

  const reader = new Reader(response, {
    sse,
    project: event => (fields ? projectEvent(event, fields) : event),
  });
  const lineOf = (type: string, application: Application) =>
    reader.line(application.metadata.name, {
      result: { type, application: withResourceHealth(state, application) },
    });
  const unsubscribe = control.subscribe(APPLICATIONS, (event: StoreEvent) => {
    const application = event.object as unknown as Application;
    if (filter(application)) {
      const line = lineOf(event.type, application);
      if (line) {
        reader.send(line);
      }
    }
  });
  const ticker = sse
    ? setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS)
    : undefined;
  response.on('close', () => {
    unsubscribe();
    clearInterval(ticker);
  });

  if (resourceVersion && !name) {
    return;
  }
  reader.hold();
  let batch: string[] = [];
  for (const application of state.applications()) {
    const line = filter(application) ? lineOf('ADDED', application) : undefined;
    if (line) {
      batch.push(line);
    }
    if (batch.length >= REPLAY_BATCH) {
      if (!response.write(batch.join('')) && !response.destroyed) {
        await drained(response);
      }
      batch = [];
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  response.write(batch.join(''));
  reader.release();
}
