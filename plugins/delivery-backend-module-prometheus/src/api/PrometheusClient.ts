import {
  readText,
  SourceFailure,
  UpstreamClient,
  type Credential,
  type HttpSettings,
} from '@throughline/plugin-delivery-node';
import { QueryRefused } from './QueryRefused';
import { AlertsData, Envelope, QueryData } from './schemas';

/** A result, each item of which is to be read for itself. */
export interface QueryResult {
  items: unknown[];
  /** What the server says against its own result, such as that a part of the data was not there. */
  warnings: string[];
}

/** What a {@link PrometheusClient} is made with. */
export interface PrometheusClientOptions {
  url: string;
  http: HttpSettings;
  credential?: Credential;
  onCall?: (call: { operation: string; outcome: 'ok' | 'error' }) => void;
}

/** The server gives up before we do, so that its own words arrive. */
const SERVER_TIMEOUT_S = 20;
const DEADLINE_MS = 25_000;

/** Statuses at which the API answers in its own form, and those of a wrong address. */
const OWN_WORDS = [400, 404, 405, 422, 503];

/** The query API (v1) of one server. */
export class PrometheusClient {
  readonly #client: UpstreamClient;

  constructor(private readonly options: PrometheusClientOptions) {
    this.#client = new UpstreamClient({
      baseUrl: `${options.url}/api/v1`,
      headers: () => options.credential?.headers() ?? {},
      fetch: options.http.fetch,
      onCall: options.onCall,
    });
  }

  /**
   * Evaluates a query now.
   *
   * @throws QueryRefused where the server refuses this query; SourceFailure where it does not answer well at all
   */
  async query(query: string, signal: AbortSignal): Promise<QueryResult> {
    return this.#evaluate('query', 'vector', { query }, signal);
  }

  /** Evaluates a query over a time; all in Unix seconds. Throws as {@link PrometheusClient.query} does. */
  async queryRange(
    query: string,
    range: { start: number; end: number; step: number },
    signal: AbortSignal,
  ): Promise<QueryResult> {
    const { start, end, step } = range;
    return this.#evaluate(
      'query_range',
      'matrix',
      { query, start: `${start}`, end: `${end}`, step: `${step}` },
      signal,
    );
  }

  /** All alerts that are pending or firing. Throws as {@link PrometheusClient.query} does. */
  async alerts(signal: AbortSignal): Promise<unknown[]> {
    const response = await this.#client.request({
      path: ['alerts'],
      headers: { accept: 'application/json' },
      deadlineMs: DEADLINE_MS,
      accept: OWN_WORDS,
      signal,
    });
    const { data } = await this.#read(response, 'alerts', signal);
    return this.#parse(AlertsData, data).alerts;
  }

  async #evaluate(
    endpoint: string,
    wanted: string,
    form: Record<string, string>,
    signal: AbortSignal,
  ): Promise<QueryResult> {
    const response = await this.#client.request({
      method: 'POST',
      path: [endpoint],
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        ...form,
        timeout: `${SERVER_TIMEOUT_S}s`,
      }).toString(),
      deadlineMs: DEADLINE_MS,
      accept: OWN_WORDS,
      signal,
    });
    const { data, warnings } = await this.#read(response, endpoint, signal);
    const { resultType, result } = this.#parse(QueryData, data);
    if (resultType !== wanted) {
      throw new QueryRefused(
        'bad_data',
        `it gives a ${resultType}, and a ${wanted} is needed`,
      );
    }
    return { items: result, warnings: warnings ?? [] };
  }

  async #read(response: Response, endpoint: string, signal: AbortSignal) {
    const text = await readText(response, { signal });
    const answer = Envelope.safeParse(asJson(text)).data;
    if (answer?.status === 'error') {
      throw new QueryRefused(answer.errorType, answer.error);
    }
    if (answer && response.ok) {
      return answer;
    }
    throw this.#failure(response, endpoint);
  }

  #failure({ status }: Response, endpoint: string): SourceFailure {
    const { url } = this.options;
    const where = `${url}/api/v1/${endpoint}`;
    if (status === 404) {
      return new SourceFailure(
        'configuration',
        `${where} is not there (404): is '${url}' the base URL, with the prefix that the server or a proxy puts before /api/v1?`,
      );
    }
    if (status === 405) {
      return new SourceFailure(
        'configuration',
        `${where} does not take POST (405): does a proxy in between allow GET only?`,
      );
    }
    if (status === 503) {
      return new SourceFailure('unreachable', `${where} answered 503`);
    }
    return new SourceFailure(
      'protocol',
      `${where} answered ${status}, not in the form of the query API: is no login page or proxy in the way?`,
    );
  }

  #parse<T>(
    schema: { safeParse(value: unknown): { data?: T } },
    data: unknown,
  ): T {
    const parsed = schema.safeParse(data).data;
    if (parsed === undefined) {
      throw new SourceFailure(
        'protocol',
        `${this.options.url} answered in a form that is not known here`,
      );
    }
    return parsed;
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
