import {
  classifyStatus,
  readText,
  retryAfterMs,
  SourceFailure,
  UpstreamClient,
  withoutCredential,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import type { Query } from './GiteaClient';
import { lacksRight } from './lacksRight';
import { refusalMessage } from './refusalMessage';

const REFUSALS = [
  301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 423,
  429, 500, 502, 503, 504,
];
const DEADLINE_MS = 30_000;

/** Scopes of tokens, as the settings of a user call them. */
export type Scope =
  | 'read:repository'
  | 'write:repository'
  | 'write:issue'
  | 'read:user';

/** A call for what people have asked for. */
export interface ActCall {
  /** What is done, in words, for messages. */
  asked: string;
  /** GET unless told. */
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: readonly string[];
  query?: Query;
  body?: unknown;
  /** What it takes; `write:repository` unless told. */
  scope?: Scope;
  /** Statuses besides 2xx that are returned; any other is thrown. */
  accept?: readonly number[];
}

/** An answer to one. */
export interface ActAnswer {
  status: number;
  json: unknown;
  /** The host's own words for a refusal, clean. */
  message: string;
  /** How much there is of a list; undefined where that is not told. */
  total?: number;
  /** The host's clock, in milliseconds since 1970; undefined where it does not tell. */
  now?: number;
}

/** A host's API for what people have asked for. It does not wait for the bound of collecting. */
export class ActClient {
  constructor(readonly host: HostConfig) {}

  /** @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was done */
  async call(
    /** For messages. */
    what: string,
    call: ActCall,
    signal: AbortSignal,
  ): Promise<ActAnswer> {
    const { host } = this;
    const client = new UpstreamClient({
      baseUrl: `${host.webUrl}/api/v1`,
      fetch: host.http.fetch,
    });
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
    const text = await withoutCredential(
      await readWhole(response, signal),
      host.credential,
    );
    const message = response.ok ? '' : refusalMessage(text);
    if (!response.ok && !call.accept?.includes(response.status)) {
      throw this.#refused(response, message, what, call);
    }
    const json = text.trim() === '' ? {} : parse(text);
    if (response.ok && json === undefined) {
      throw new SourceFailure(
        // What was asked for may have been done, whoever answered.
        'unreachable',
        `The answer of ${host.host} (${response.status}, ${text.length} characters) is not JSON: is no proxy or login page in the way?`,
      );
    }
    const total = Number(response.headers.get('x-total-count') ?? NaN);
    const now = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      json: json ?? {},
      message,
      ...(Number.isNaN(total) ? {} : { total }),
      ...(Number.isNaN(now) ? {} : { now }),
    };
  }

  #refused(
    { status, headers }: Response,
    message: string,
    what: string,
    { asked, scope = 'write:repository' }: ActCall,
  ): SourceFailure {
    const { host } = this.host;
    if (status === 403 || status === 404) {
      return lacksRight({ status, message, asked, what, scope });
    }
    const told = `${host} answered ${status} to '${asked}'${
      message ? `: ${message}` : ''
    }`;
    if (status < 400) {
      return new SourceFailure(
        'configuration',
        `${told}: the repository was moved. Correct the catalog`,
      );
    }
    return new SourceFailure(
      status === 423 ? 'permission' : classifyStatus(status),
      status === 423 ? `${told}: the repository is archived` : told,
      {
        retryAfterMs:
          retryAfterMs(headers.get('retry-after')) ??
          (status === 429 ? 60_000 : undefined),
      },
    );
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
    // Go writes null for an empty list.
    const json: unknown = JSON.parse(text) ?? [];
    return typeof json === 'object' ? (json as object) : undefined;
  } catch {
    return undefined;
  }
}
