import {
  classifyStatus,
  readText,
  retryAfterMs,
  SourceFailure,
  UpstreamClient,
  type RateBudget,
  withoutCredential,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { refusalMessage } from './refusalMessage';

const REFUSALS = [
  301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 410, 422, 429, 500, 502,
  503, 504,
];
/** A repository without commits has no history, which is told as a conflict. */
const NOT_THERE = [404, 409, 410];
/** The most that a host grants, unless it is set up otherwise. */
const PAGE = 50;
const DEADLINE_MS = 20_000;

/** The parameters of a query. */
export type Query = Record<string, string | number | boolean | undefined>;

/** One answer of the API. */
export type Answer =
  | { type: 'ok'; json: unknown; hasMore: boolean }
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
export interface GiteaClientOptions {
  host: HostConfig;
  budget: RateBudget;
  signal: AbortSignal;
  /** Whether the part of the allowance may be used that is kept for what cannot wait. */
  urgent: boolean;
  countCall(call: { operation: string; outcome: 'ok' | 'error' }): void;
}

/** Reads from one host's REST API, within its budget. */
export class GiteaClient {
  readonly #upstream: UpstreamClient;

  constructor(private readonly options: GiteaClientOptions) {
    const { host } = options;
    this.#upstream = new UpstreamClient({
      baseUrl: `${host.webUrl}/api/v1`,
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
   * @param listOf - takes the list out of the answer, where that is not the answer itself
   * @returns undefined where it is not there
   * @throws SourceFailure
   */
  async list(
    operation: string,
    path: readonly string[],
    query: Query = {},
    options: {
      maxPages?: number;
      listOf?: (json: unknown) => unknown;
      /** Whether to go on, after a page. */
      goOn?: (items: readonly unknown[]) => boolean;
    } = {},
  ): Promise<List | undefined> {
    const { maxPages = 10, listOf = json => json, goOn = () => true } = options;
    const items: unknown[] = [];
    for (let page = 1; page <= maxPages; page += 1) {
      const answer = await this.get(operation, path, {
        limit: PAGE,
        ...query,
        page,
      });
      if (answer.type === 'missing') {
        return page === 1 ? undefined : { items, whole: false };
      }
      const list = listOf(answer.json);
      if (!Array.isArray(list)) {
        throw new SourceFailure(
          'protocol',
          `The answer to '${operation}' of ${this.options.host.host} is not a list`,
        );
      }
      items.push(...list);
      if (!answer.hasMore || list.length === 0) {
        return { items, whole: true };
      }
      if (!goOn(list)) {
        break;
      }
    }
    return { items, whole: false };
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
    const text = await readText(response, { signal });
    const { status, headers } = response;
    if (NOT_THERE.includes(status)) {
      return { type: 'missing' };
    }
    const movedTo = status < 400 ? placeOf(headers.get('location')) : undefined;
    if (!response.ok && movedTo) {
      return { type: 'missing', movedTo };
    }
    if (!response.ok) {
      throw await this.#refused(response, text, operation);
    }
    try {
      return {
        type: 'ok',
        json: JSON.parse(text),
        hasMore: hasMore(headers, query),
      };
    } catch {
      throw new SourceFailure(
        'protocol',
        `The answer of ${host.host} (${status}, ${text.length} characters) is not JSON: is baseUrl right, and is no login page or proxy in the way?`,
      );
    }
  }

  async #refused(
    { status, headers }: Response,
    text: string,
    asked: string,
  ): Promise<SourceFailure> {
    const { host } = this.options;
    const message = refusalMessage(
      await withoutCredential(text, host.credential),
    );
    return new SourceFailure(
      classifyStatus(status),
      `${host.host} answered ${status} to '${asked}'${
        message ? `: ${message}` : ''
      }`,
      {
        retryAfterMs:
          retryAfterMs(headers.get('retry-after')) ??
          (status === 429 ? 60_000 : undefined),
      },
    );
  }
}

/** By the links; where there are none, by the total. */
function hasMore(headers: Headers, query: Query): boolean {
  const link = headers.get('link');
  if (link !== null) {
    return /rel="?next"?/.test(link);
  }
  const total = Number(headers.get('x-total-count') ?? NaN);
  return Number(query.page ?? 1) * Number(query.limit ?? PAGE) < total;
}

/** The last part of the address that something moved to. */
function placeOf(location: string | null): string | undefined {
  return /\/api\/v1\/(?:repos|repositories)\/([^?#]+)/
    .exec(location ?? '')?.[1]
    .slice(0, 300);
}
