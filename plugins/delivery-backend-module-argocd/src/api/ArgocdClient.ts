import {
  cleanMessage,
  classifyStatus,
  readJson,
  readLines,
  readWriteAnswer,
  SourceFailure,
  UpstreamClient,
  type UpstreamRequest,
} from '@throughline/plugin-delivery-node';
import type { ArgocdInstance } from '../config/readArgocdInstances';
import { ArgocdSession } from './ArgocdSession';
import { REFUSALS, refusalOf } from './refusal';
import { LIST_FIELDS, STREAM_FIELDS } from './projection';
import { applicationListSchema, streamLineSchema } from './schemas';

/** Counts a call to the upstream, for the metrics. */
export type CountCall = (call: {
  operation: string;
  outcome: 'ok' | 'error';
}) => void;

/** What the stream says. `keepAlive` is the server's own sign of life, which not every version gives. */
export type StreamEvent =
  | { type: 'keepAlive' }
  | { type: 'event'; change: string; application: unknown };

/** Which application a call is about. */
export interface ApplicationName {
  name: string;
  namespace?: string;
  project?: string;
}

/** Long enough for a stream of many applications to be put together; the list, asked beside it, finds a hang. */
const STREAM_HEAD_MS = 24 * 60 * 60_000;

/** Argo CD's API, as far as it is used here. */
export class ArgocdClient {
  readonly #fetch: typeof fetch;
  readonly #session: ArgocdSession;

  constructor(private readonly instance: ArgocdInstance) {
    this.#fetch = instance.http.fetch;
    this.#session = new ArgocdSession(
      instance.credentials,
      new UpstreamClient({ baseUrl: instance.url, fetch: this.#fetch }),
    );
  }

  /** All applications, projected to {@link LIST_FIELDS}. */
  async listApplications(options: {
    signal: AbortSignal;
    countCall?: CountCall;
  }): Promise<unknown[]> {
    const { namespaces } = this.instance;
    const answer = await this.#json(
      {
        path: ['api', 'v1', 'applications'],
        query: {
          ...this.#selection(),
          ...(namespaces?.length === 1 ? { appNamespace: namespaces[0] } : {}),
          fields: LIST_FIELDS,
        },
        signal: options.signal,
        deadlineMs: 30_000,
      },
      options.countCall,
    );
    const parsed = applicationListSchema.safeParse(answer);
    if (!parsed.success) {
      throw new SourceFailure(
        'protocol',
        `The list of applications is none: ${cleanMessage(
          parsed.error.message,
          120,
        )}`,
      );
    }
    return parsed.data.items;
  }

  /**
   * Changes of applications, and first all that exist as ADDED: that is what a stream without a resource version
   * does, while one with it loses what happened since.
   */
  async *streamApplications(options: {
    signal: AbortSignal;
    countCall?: CountCall;
  }): AsyncGenerator<StreamEvent> {
    const response = await this.#request(
      {
        path: ['api', 'v1', 'stream', 'applications'],
        query: { ...this.#selection(), fields: STREAM_FIELDS },
        // Only server-sent events come with signs of life.
        headers: { accept: 'text/event-stream' },
        signal: options.signal,
        deadlineMs: STREAM_HEAD_MS,
      },
      options.countCall,
    );
    for await (const line of readLines(response, options)) {
      const event = readStreamLine(line);
      if (event) {
        yield event;
      }
    }
  }

  /** One application, whole; undefined where there is none. */
  async getApplication(
    { name, namespace, project }: ApplicationName,
    options: { signal: AbortSignal; countCall?: CountCall },
  ): Promise<unknown> {
    const response = await this.#request(
      {
        path: ['api', 'v1', 'applications', name],
        // Without its project, an application that is missing is answered like a forbidden one.
        query: { appNamespace: namespace, project },
        headers: { accept: 'application/json' },
        signal: options.signal,
        accept: [404],
      },
      options.countCall,
    );
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    return readJson(response, options);
  }

  /** Something of one application, such as its `resource-tree`. */
  async getOfApplication(
    { name, namespace, project }: ApplicationName,
    path: readonly string[],
    options: { signal: AbortSignal; countCall?: CountCall },
  ): Promise<unknown> {
    return this.#json(
      {
        path: ['api', 'v1', 'applications', name, ...path],
        query: { appNamespace: namespace, project },
        signal: options.signal,
      },
      options.countCall,
    );
  }

  /**
   * Asks for something to be done to an application.
   *
   * @param path - below the application; `right` - what it needs, for the message where it is missing
   * @throws SourceFailure with Argo CD's words where it refuses; of kind `timeout` or `unreachable` where nobody knows
   * whether it was done
   */
  async change(
    { name, namespace, project }: ApplicationName,
    request: {
      method: 'GET' | 'POST' | 'DELETE';
      path: readonly string[];
      query?: Record<string, string>;
      body?: object;
      right: string;
      deadlineMs?: number;
    },
    { signal }: { signal: AbortSignal },
  ): Promise<unknown> {
    const where = { appNamespace: namespace, project };
    const { method, path, query, body, right, deadlineMs } = request;
    const response = await this.#request({
      method,
      path: ['api', 'v1', 'applications', name, ...path],
      ...(body
        ? {
            body: JSON.stringify({ ...where, ...body }),
            headers: {
              accept: 'application/json',
              'content-type': 'application/json',
            },
          }
        : {
            query: { ...where, ...query },
            headers: { accept: 'application/json' },
          }),
      signal,
      ...(deadlineMs ? { deadlineMs } : {}),
      accept: REFUSALS,
    });
    if (!response.ok) {
      throw await refusalOf(response, right, signal);
    }
    return readWriteAnswer(response, { signal });
  }

  /** Whether the server answers at all. */
  async probe(options: {
    signal: AbortSignal;
    countCall?: CountCall;
  }): Promise<void> {
    await this.#json(
      { path: ['api', 'version'], signal: options.signal },
      options.countCall,
    );
  }

  #selection() {
    return {
      projects: this.instance.projects,
      selector: this.instance.selector,
    };
  }

  async #json(request: UpstreamRequest, countCall?: CountCall) {
    const response = await this.#request(
      { ...request, headers: { accept: 'application/json' } },
      countCall,
    );
    return readJson(response, { signal: request.signal });
  }

  async #request(
    request: UpstreamRequest,
    countCall?: CountCall,
  ): Promise<Response> {
    const client = new UpstreamClient({
      baseUrl: this.instance.url,
      fetch: this.#fetch,
      onCall: countCall,
    });
    const send = async (token: string) =>
      client.request({
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
      });
    const token = await this.#session.token(request.signal);
    try {
      return await send(token);
    } catch (error) {
      const renewable =
        error instanceof SourceFailure &&
        error.kind === 'authentication' &&
        (await this.#session.refused(token));
      if (!renewable) {
        throw error;
      }
      return send(await this.#session.token(request.signal));
    }
  }
}

/**
 * Reads a line of the stream, which is JSON lines or server-sent events, as the server or a proxy likes.
 *
 * @throws SourceFailure where the line says that the stream failed, or is none of a stream
 */
export function readStreamLine(line: string): StreamEvent | undefined {
  if (line.startsWith(':')) {
    return { type: 'keepAlive' };
  }
  const [, json] = /^data:\s*(.*)$/.exec(line) ?? [undefined, line];
  if (/^(event|id|retry):/.test(json)) {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new SourceFailure(
      'protocol',
      'The stream says what is not JSON: is no login page or proxy in the way?',
    );
  }
  const parsed = streamLineSchema.safeParse(value);
  if (!parsed.success) {
    throw new SourceFailure(
      'protocol',
      'The stream says what is neither a change nor an error',
    );
  }
  if ('error' in parsed.data) {
    const { grpc_code, http_code, message } = parsed.data.error;
    throw new SourceFailure(
      kindOfStreamError(grpc_code, http_code),
      `The stream ended with an error: ${cleanMessage(
        message ?? 'no reason given',
        200,
      )}`,
    );
  }
  const { type, application } = parsed.data.result;
  return { type: 'event', change: type, application };
}

function kindOfStreamError(grpc?: number | null, http?: number | null) {
  if (grpc === 16) {
    return 'authentication';
  }
  if (grpc === 7) {
    return 'permission';
  }
  if (grpc === 4) {
    return 'timeout';
  }
  return http ? classifyStatus(http) : 'unreachable';
}
