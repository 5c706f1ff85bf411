import {
  readText,
  SourceFailure,
  UpstreamClient,
  type RateBudget,
  withoutCredential,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { judgeRefusal } from './judgeRefusal';
import { learnLimit } from './learnLimit';
import { nextPage } from './nextPage';

const REFUSALS = [
  301, 302, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 412, 415, 422,
  429, 500, 502, 503, 504,
];
const PAGE = 100;
const DEADLINE_MS = 20_000;

/** The parameters of a query. */
export type Query = Record<
  string,
  string | number | boolean | readonly string[] | undefined
>;

/** One answer of the API. */
export type Answer =
  | { type: 'ok'; json: unknown; next?: Record<string, string> }
  | {
      type: 'missing';
      /** Where it has moved to, as far as that is told. */
      movedTo?: string;
    };

/** A list, as far as it was read. */
export interface List {
  items: unknown[];
  /** Whether that is all of it. */
  whole: boolean;
}

/** What a client is made with, for one pass. */
export interface GitlabClientOptions {
  host: HostConfig;
  budget: RateBudget;
  /** Told where the host wants to be left alone, in milliseconds since 1970. */
  pause(until: number): void;
  signal: AbortSignal;
  /** Whether the part of the allowance may be used that is kept for what cannot wait. */
  urgent: boolean;
  countCall(call: { operation: string; outcome: 'ok' | 'error' }): void;
}

/** Reads from one host's REST API, within its budget. */
export class GitlabClient {
  readonly #upstream: UpstreamClient;

  constructor(private readonly options: GitlabClientOptions) {
    const { host } = options;
    this.#upstream = new UpstreamClient({
      baseUrl: host.apiUrl,
      fetch: host.http.fetch,
      headers: async () => ({
        accept: 'application/json',
        'user-agent': 'throughline',
        ...(await host.credential?.headers()),
      }),
    });
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  /** @throws SourceFailure */
  async get(
    operation: string,
    path: readonly string[],
    query: Query = {},
  ): Promise<Answer> {
    const { budget, signal, urgent, countCall } = this.options;
    await budget.take(signal, urgent);
    try {
      const answer = await this.#ask(operation, path, query);
      countCall({ operation, outcome: 'ok' });
      return answer;
    } catch (error) {
      countCall({ operation, outcome: 'error' });
      throw error;
    }
  }

  /**
   * A list, page by page.
   *
   * @returns undefined where it is not there
   * @throws SourceFailure
   */
  async list(
    operation: string,
    path: readonly string[],
    query: Query = {},
    maxPages = 10,
  ): Promise<List | undefined> {
    const items: unknown[] = [];
    let next: Query | undefined = { per_page: PAGE, ...query };
    for (let page = 0; page < maxPages && next; page += 1) {
      const answer: Answer = await this.get(operation, path, next);
      if (answer.type === 'missing') {
        return page === 0 ? undefined : { items, whole: false };
      }
      if (!Array.isArray(answer.json)) {
        throw new SourceFailure(
          'protocol',
          `The answer to '${operation}' of ${this.options.host.host} is not a list`,
        );
      }
      items.push(...answer.json);
      next = answer.next;
    }
    return { items, whole: !next };
  }

  async #ask(
    operation: string,
    path: readonly string[],
    query: Query,
  ): Promise<Answer> {
    const { host, signal } = this.options;
    const response = await this.#upstream.request({
      path,
      query,
      signal,
      deadlineMs: DEADLINE_MS,
      accept: REFUSALS,
    });
    learnLimit(this.options.budget, response.headers);
    const text = await readText(response, { signal });
    const { status } = response;
    if (status === 404 || status === 410) {
      return { type: 'missing' };
    }
    if (status >= 300 && status < 400) {
      const movedTo = newProject(response.headers.get('location'));
      if (movedTo) {
        return { type: 'missing', movedTo };
      }
    }
    if (!response.ok) {
      throw await this.#refused(status, response.headers, text, operation);
    }
    try {
      const next = nextPage(response.headers.get('link'));
      return { type: 'ok', json: JSON.parse(text), ...(next ? { next } : {}) };
    } catch {
      throw new SourceFailure(
        'protocol',
        `The answer of ${host.host} (${status}, ${text.length} characters) is not JSON: is the URL the API's, and is no login page or proxy in the way?`,
      );
    }
  }

  async #refused(
    status: number,
    headers: Headers,
    text: string,
    asked: string,
  ): Promise<SourceFailure> {
    const { host, pause } = this.options;
    const shown = await withoutCredential(text, host.credential);
    const failure = judgeRefusal(
      { status, headers, text: shown, asked },
      host.host,
    );
    if (failure.kind === 'rateLimit') {
      pause(Date.now() + (failure.retryAfterMs ?? 60_000));
    }
    return failure;
  }
}

/** A project that was moved answers with its number. */
function newProject(location: string | null): string | undefined {
  const last = /\/projects\/([^/?#]+)/.exec(location ?? '')?.[1];
  try {
    return last && decodeURIComponent(last).slice(0, 300);
  } catch {
    return undefined;
  }
}
