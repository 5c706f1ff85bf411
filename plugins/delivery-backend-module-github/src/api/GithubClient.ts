import { createHash } from 'node:crypto';
import {
  readText,
  SourceFailure,
  UpstreamClient,
  type Lru,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/readHosts';
import type { Resource } from './BudgetTracker';
import type { Access } from './Installation';
import { judgeRefusal } from './judgeRefusal';

const REFUSALS = [
  301, 302, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415,
  422, 429, 451, 500, 502, 503, 504,
];
const GRAPHQL_DEADLINE_MS = 30_000;
const API_VERSION = '2022-11-28';

/** What is remembered of an answer, to ask whether it has changed. */
export interface Remembered {
  etag: string;
  /** Stands for the body: after a token was renewed, the same body comes with another ETag. */
  body: string;
}

/** An answer of the REST API. */
export type RestAnswer =
  | {
      type: 'ok';
      json: unknown;
      more: boolean;
      /** To be called once it was told: only then is asking whether it has changed enough. */
      told(): void;
    }
  | { type: 'unchanged' }
  | { type: 'missing' };

/** What the client is made with, for one pass. */
export interface GithubClientOptions {
  host: HostConfig;
  access: Access;
  signal: AbortSignal;
  remembered: Lru<Remembered>;
  countCall(call: { operation: string; outcome: 'ok' | 'error' }): void;
  /** Whether the part of the allowance may be used that is kept for what cannot wait. */
  urgent: boolean;
}

/** Calls to both APIs of a host with one installation's credentials, within its budget. Reads only. */
export class GithubClient {
  readonly #rest: UpstreamClient;
  readonly #graphql: UpstreamClient;
  #wasAnswered = false;

  constructor(private readonly options: GithubClientOptions) {
    const headers = () => ({
      authorization: `Bearer ${options.access.token}`,
      'user-agent': 'throughline',
      'x-github-api-version': API_VERSION,
    });
    this.#rest = new UpstreamClient({ baseUrl: options.host.apiUrl, headers });
    this.#graphql = new UpstreamClient({
      baseUrl: options.host.graphqlUrl,
      headers,
    });
  }

  /** Whether anything was answered well yet. */
  get wasAnswered(): boolean {
    return this.#wasAnswered;
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  /** Whether so much may be used now. */
  affords(resource: Resource, cost: number): boolean {
    const { access, urgent } = this.options;
    return access.installation.budget.affords(resource, cost, urgent);
  }

  /**
   * The whole answer to a GraphQL query, errors included.
   *
   * @param points - what it will cost at most
   * @throws SourceFailure, BudgetSpent
   */
  async graphql(
    operation: string,
    query: string,
    variables: Record<string, unknown>,
    points: number,
  ): Promise<unknown> {
    const { budget } = this.options.access.installation;
    budget.take('graphql', points, this.options.urgent);
    return this.#counted(operation, async () => {
      const response = await this.#graphql.request({
        method: 'POST',
        path: [],
        body: JSON.stringify({ query, variables }),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
        },
        signal: this.options.signal,
        deadlineMs: GRAPHQL_DEADLINE_MS,
        accept: REFUSALS,
      });
      this.#learn('graphql', response.headers);
      const { text, json } = await this.#read(response);
      if (!response.ok) {
        throw this.#refused(response, json, operation);
      }
      return this.#asJson(json, response, text);
    });
  }

  /**
   * One page of a REST resource; `conditional` asks only whether it has changed, which is free where it has not.
   *
   * @throws SourceFailure, BudgetSpent
   */
  async get(
    operation: string,
    path: readonly string[],
    query: Record<string, string | number | undefined> = {},
    conditional = false,
  ): Promise<RestAnswer> {
    const { access, remembered, urgent, signal } = this.options;
    const { budget } = access.installation;
    budget.take('core', 1, urgent);
    return this.#counted(operation, async () => {
      const key = `${access.installation.key} ${path.join(
        '/',
      )} ${JSON.stringify(query)}`;
      const known = conditional ? remembered.get(key) : undefined;
      const response = await this.#rest.request({
        path,
        query,
        headers: {
          accept: 'application/vnd.github+json',
          ...(known ? { 'if-none-match': known.etag } : {}),
        },
        signal,
        accept: [304, ...REFUSALS],
      });
      this.#learn('core', response.headers);
      if (response.status === 304) {
        await response.body?.cancel();
        budget.correct('core', -1);
        return { type: 'unchanged' };
      }
      const { text, json } = await this.#read(response);
      if (response.status === 404 || response.status === 410) {
        return { type: 'missing' };
      }
      if (!response.ok) {
        throw this.#refused(response, json, operation);
      }
      const parsed = this.#asJson(json, response, text);
      const more = /rel="next"/.test(response.headers.get('link') ?? '');
      const etag = response.headers.get('etag');
      if (!conditional || !etag) {
        return { type: 'ok', json: parsed, more, told: () => {} };
      }
      const body = createHash('sha256').update(text).digest('base64url');
      const told = () => remembered.set(key, { etag, body });
      if (known?.body === body) {
        told();
        return { type: 'unchanged' };
      }
      return { type: 'ok', json: parsed, more, told };
    });
  }

  /**
   * Asks for the rate limit, which costs nothing of it, to see whether the credentials are still good. An Enterprise
   * Server without limits answers 404, which will do.
   *
   * @throws SourceFailure where they are not
   */
  async askLimit(): Promise<void> {
    await this.#counted('limit', async () => {
      const response = await this.#rest.request({
        path: ['rate_limit'],
        headers: { accept: 'application/vnd.github+json' },
        signal: this.options.signal,
        accept: REFUSALS,
      });
      this.#learn('core', response.headers);
      const { text, json } = await this.#read(response);
      if (response.status === 404) {
        return;
      }
      if (!response.ok) {
        throw this.#refused(response, json, 'limit');
      }
      this.#asJson(json, response, text);
    });
  }

  async #counted<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      const result = await call();
      this.#wasAnswered = true;
      this.options.countCall({ operation, outcome: 'ok' });
      return result;
    } catch (error) {
      this.options.countCall({ operation, outcome: 'error' });
      throw error;
    }
  }

  async #read(
    response: Response,
  ): Promise<{ text: string; json: unknown | undefined }> {
    const text = await readText(response, { signal: this.options.signal });
    try {
      return { text, json: JSON.parse(text) };
    } catch {
      return { text, json: undefined };
    }
  }

  #asJson(json: unknown, response: Response, text: string): unknown {
    if (json === undefined) {
      throw new SourceFailure(
        'protocol',
        `The answer of ${this.options.host.host} (${response.status}, ${text.length} characters) is not JSON: is the URL the API's, and is no login page or proxy in the way?`,
      );
    }
    return json;
  }

  #refused(
    response: Response,
    json: unknown,
    operation: string,
  ): SourceFailure {
    const message = (json as { message?: unknown } | undefined)?.message;
    const failure = judgeRefusal(
      {
        status: response.status,
        headers: response.headers,
        asked: operation,
        message:
          typeof message === 'string'
            ? message.split(this.options.access.token).join('[removed]')
            : undefined,
      },
      this.options.host.host,
    );
    if (failure.kind === 'rateLimit') {
      this.options.access.installation.pausedUntil =
        Date.now() + (failure.retryAfterMs ?? 60_000);
    }
    return failure;
  }

  #learn(resource: Resource, headers: Headers): void {
    const told = headers.get('x-ratelimit-resource');
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map(
      name => Number(headers.get(`x-ratelimit-${name}`) ?? NaN),
    );
    if (
      (told === null || told === resource) &&
      limit > 0 &&
      remaining >= 0 &&
      reset > 0 &&
      reset < 1e11
    ) {
      this.options.access.installation.budget.learn(resource, {
        limit,
        remaining,
        resetsAt: new Date(reset * 1000).toISOString(),
      });
    }
  }
}
