import {
  readText,
  SourceFailure,
  UpstreamClient,
  type RateBudget,
  withoutCredential,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import type { Query } from './GitlabClient';
import { judgeRefusal } from './judgeRefusal';
import { lacksRight } from './lacksRight';
import { learnLimit } from './learnLimit';
import { nextPage } from './nextPage';
import { refusalMessage } from './refusalMessage';

const REFUSALS = [
  301, 302, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415,
  422, 423, 429, 500, 502, 503, 504,
];
const DEADLINE_MS = 30_000;

/** A call about one project. */
export interface ActCall {
  /** What is done, in words, for messages. */
  asked: string;
  /** GET unless told. */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments below the project. */
  path: readonly string[];
  query?: Query;
  body?: unknown;
  /** The role that it takes; Developer unless told. */
  role?: string;
  /** Statuses besides 2xx that are returned; any other is thrown. */
  accept?: readonly number[];
}

/** An answer to one. */
export interface ActAnswer {
  status: number;
  json: unknown;
  /** GitLab's own words for a refusal, clean. */
  message: string;
  /** The query of the next page, where there is one. */
  next?: Record<string, string>;
  /** The host's clock, in milliseconds since 1970; undefined where it does not tell. */
  now?: number;
}

/** A host's API for what people have asked for. It does not wait for the budget of collecting. */
export class ActClient {
  #pausedUntil = 0;

  constructor(
    private readonly options: { host: HostConfig; budget: RateBudget },
  ) {}

  get host(): HostConfig {
    return this.options.host;
  }

  /**
   * Calls the REST API.
   *
   * @param project - its path with all groups, or its number
   * @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was done
   */
  async call(
    project: string,
    call: ActCall,
    signal: AbortSignal,
  ): Promise<ActAnswer> {
    const path = ['projects', project, ...call.path];
    return this.#ask(this.host.apiUrl, project, { ...call, path }, signal);
  }

  /**
   * Asks the API about who the token is of.
   *
   * @throws SourceFailure
   */
  whoAmI(signal: AbortSignal): Promise<ActAnswer> {
    return this.#ask(
      this.host.apiUrl,
      this.host.host,
      { asked: 'ask whose the token is', path: ['user'], accept: [403, 404] },
      signal,
    );
  }

  /**
   * Asks the GraphQL API, which reads only.
   *
   * @returns its data; undefined with the reason where it was refused
   * @throws SourceFailure
   */
  async query(
    project: string,
    call: { asked: string; query: string; variables: Record<string, unknown> },
    signal: AbortSignal,
  ): Promise<{ data?: unknown; message: string }> {
    const { asked, query, variables } = call;
    const answer = await this.#ask(
      this.host.apiUrl.replace(/\/v4$/, ''),
      project,
      { asked, method: 'POST', path: ['graphql'], body: { query, variables } },
      signal,
    );
    const { data, errors } = answer.json as {
      data?: unknown;
      errors?: { message?: unknown }[];
    };
    const [error] = Array.isArray(errors) ? errors : [];
    return error
      ? { message: refusalMessage(JSON.stringify(error)) }
      : { data, message: '' };
  }

  async #ask(
    baseUrl: string,
    project: string,
    call: ActCall,
    signal: AbortSignal,
  ): Promise<ActAnswer> {
    const { host, budget } = this.options;
    const left = this.#pausedUntil - Date.now();
    if (left > 0) {
      throw new SourceFailure(
        'rateLimit',
        `${host.host} wants to be left alone for another ${Math.ceil(
          left / 1000,
        )} s`,
        { retryAfterMs: left },
      );
    }
    const client = new UpstreamClient({ baseUrl, fetch: host.http.fetch });
    const response = await client.request({
      method: call.method ?? 'GET',
      path: call.path,
      query: call.query,
      headers: {
        accept: 'application/json',
        'user-agent': 'throughline',
        ...(call.body === undefined
          ? {}
          : { 'content-type': 'application/json' }),
        ...(await host.credential?.headers()),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal,
      deadlineMs: DEADLINE_MS,
      accept: REFUSALS,
    });
    learnLimit(budget, response.headers);
    const text = await withoutCredential(
      await readWhole(response, signal),
      host.credential,
    );
    if (!response.ok && !call.accept?.includes(response.status)) {
      throw this.#refused(response, text, project, call);
    }
    const json = text === '' ? {} : parse(text);
    if (response.ok && json === undefined) {
      throw new SourceFailure(
        // What was asked for may have been done, whoever answered.
        'unreachable',
        `The answer of ${host.host} (${response.status}, ${text.length} characters) is not JSON: is no proxy or login page in the way?`,
      );
    }
    const next = nextPage(response.headers.get('link'));
    const now = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      json: json ?? {},
      message: response.ok ? '' : refusalMessage(text),
      ...(next ? { next } : {}),
      ...(Number.isNaN(now) ? {} : { now }),
    };
  }

  #refused(
    { status, headers }: Response,
    text: string,
    project: string,
    { asked, role = 'Developer' }: ActCall,
  ): SourceFailure {
    if (status === 403 || status === 404) {
      const { error } = (parse(text) ?? {}) as { error?: unknown };
      return lacksRight({
        status,
        message: refusalMessage(text),
        ...(typeof error === 'string' ? { error } : {}),
        asked,
        project: `${this.host.host}/${project.slice(0, 200)}`,
        role,
      });
    }
    if (status < 400) {
      return new SourceFailure(
        'configuration',
        `${this.host.host} answered ${status} to '${asked}': the project was moved. Correct the catalog`,
      );
    }
    const failure = judgeRefusal(
      { status, headers, text, asked },
      this.host.host,
    );
    if (failure.kind === 'rateLimit') {
      this.#pausedUntil = Date.now() + (failure.retryAfterMs ?? 60_000);
    }
    return failure;
  }
}

/** An answer that breaks off leaves open whether what was asked for was done. */
async function readWhole(
  response: Response,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await readText(response, { signal });
  } catch (error) {
    throw error instanceof SourceFailure && error.kind === 'protocol'
      ? new SourceFailure('unreachable', error.message)
      : error;
  }
}

function parse(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
