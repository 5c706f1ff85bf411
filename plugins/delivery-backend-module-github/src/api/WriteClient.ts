import {
  cleanMessage,
  readText,
  SourceFailure,
  UpstreamClient,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { HostConfig } from '../config/readHosts';
import type { RepositoryName } from '../graphql/queryRepositories';
import type { Access, Installations } from './Installation';
import { judgeRefusal } from './judgeRefusal';
import { lacksRight, type Permission } from './lacksRight';
import { WriteTurns } from './WriteTurns';

const Viewer = z.object({
  data: z.object({ viewer: z.object({ login: z.string().min(1) }) }),
});

const API_VERSION = '2022-11-28';
const DEADLINE_MS = 30_000;
const REFUSALS = [
  301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422,
  429, 451,
];

/** A call about one repository. */
export interface WriteCall {
  /** What is done, in words, for messages. */
  asked: string;
  /** GET unless told. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Segments below the repository. */
  path: readonly string[];
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** What it needs. */
  permission: Permission;
  /** Statuses besides 2xx that are returned; any other is thrown. */
  accept?: readonly number[];
  /**
   * What a refusal says of the thing itself, in words; undefined where it may be one of a right. Asked of refusals that
   * are no rate limit.
   */
  explain?(answer: Pick<WriteAnswer, 'status' | 'message'>): string | undefined;
}

/** An answer to one. */
export interface WriteAnswer {
  status: number;
  json: unknown;
  /** GitHub's own words for a refusal, clean. */
  message: string;
  /** True where there is another page. */
  more: boolean;
  /** GitHub's clock, in milliseconds since 1970 and whole seconds; ours where it tells none. */
  now: number;
}

/** Both APIs of a host for what people have asked for. It goes beside the budget of collecting, but counts in it. */
export class WriteClient {
  readonly #turns = new Map<string, WriteTurns>();
  readonly #logins = new Map<string, string>();

  constructor(
    private readonly options: {
      host: HostConfig;
      installations: Installations;
      /** The time between two writes, in milliseconds. */
      gapMs?: number;
    },
  ) {}

  /**
   * Calls the REST API. Writes wait for their turn.
   *
   * @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was done
   */
  async call(
    name: RepositoryName,
    call: WriteCall,
    { signal }: Pick<OperateContext, 'signal'>,
  ): Promise<WriteAnswer> {
    const access = await this.#access(name);
    const send = () => this.#send(name, call, access, signal);
    return (call.method ?? 'GET') === 'GET'
      ? send()
      : this.#turnsOf(access).take(signal, send);
  }

  /**
   * Asks the GraphQL API for one repository.
   *
   * @returns the repository's node
   * @throws SourceFailure
   */
  async query(
    name: RepositoryName,
    call: {
      asked: string;
      /** What is asked of the repository. */
      selection: string;
      declarations?: string;
      variables?: Record<string, unknown>;
      permission: Permission;
    },
    { signal }: Pick<OperateContext, 'signal'>,
  ): Promise<Record<string, unknown>> {
    const access = await this.#access(name);
    access.installation.budget.correct('graphql', 1);
    const answer = await this.#request(
      this.options.host.graphqlUrl,
      access,
      {
        method: 'POST',
        path: [],
        body: {
          query: `query($owner: String!, $name: String!${
            call.declarations ?? ''
          }) { repository(owner: $owner, name: $name) { ${call.selection} } }`,
          variables: {
            owner: name.owner,
            name: name.name,
            ...call.variables,
          },
        },
      },
      signal,
    );
    if (answer.status !== 200) {
      throw this.#refused(name, call, answer, access);
    }
    const { data, errors } = (answer.json ?? {}) as {
      data?: { repository?: Record<string, unknown> | null } | null;
      errors?: { type?: unknown; message?: unknown }[];
    };
    if (data?.repository && !errors?.length) {
      return data.repository;
    }
    const [error] = Array.isArray(errors) ? errors : [];
    throw new SourceFailure(
      error?.type === 'RATE_LIMITED' ? 'rateLimit' : 'permission',
      `${name.identity}: '${call.asked}' was refused: ${
        cleanMessage(String(error?.message ?? ''), 160) ||
        'there is no such repository, or the credentials may not see it'
      }`,
    );
  }

  /**
   * The login that calls about a repository are made as; undefined where it is not told.
   *
   * @throws SourceFailure
   */
  async login(
    name: RepositoryName,
    { signal }: Pick<OperateContext, 'signal'>,
  ): Promise<string | undefined> {
    const access = await this.#access(name);
    const { key, budget } = access.installation;
    if (!this.#logins.has(key)) {
      budget.correct('graphql', 1);
      const call = {
        asked: 'ask who we are',
        permission: 'metadata: read' as const,
      };
      const answer = await this.#request(
        this.options.host.graphqlUrl,
        access,
        { method: 'POST', path: [], body: { query: '{ viewer { login } }' } },
        signal,
      );
      if (answer.status !== 200) {
        throw this.#refused(name, call, answer, access);
      }
      const { data } = Viewer.safeParse(answer.json);
      if (data) {
        this.#logins.set(key, data.data.viewer.login);
      }
    }
    return this.#logins.get(key);
  }

  async #access(name: RepositoryName): Promise<Access> {
    const access = await this.options.installations.access(name.owner);
    const wait = access.installation.pausedUntil - Date.now();
    if (wait > 0) {
      throw new SourceFailure(
        'rateLimit',
        `${
          this.options.host.host
        } wants to be left alone for another ${Math.ceil(wait / 1000)} s`,
        { retryAfterMs: wait },
      );
    }
    return access;
  }

  #turnsOf({ installation }: Access): WriteTurns {
    const turns =
      this.#turns.get(installation.key) ?? new WriteTurns(this.options.gapMs);
    this.#turns.set(installation.key, turns);
    return turns;
  }

  async #send(
    name: RepositoryName,
    call: WriteCall,
    access: Access,
    signal: AbortSignal,
  ): Promise<WriteAnswer> {
    access.installation.budget.correct('core', 1);
    const answer = await this.#request(
      this.options.host.apiUrl,
      access,
      { ...call, path: ['repos', name.owner, name.name, ...call.path] },
      signal,
    );
    const isFine = answer.status >= 200 && answer.status < 300;
    if (isFine || call.accept?.includes(answer.status)) {
      return answer;
    }
    throw this.#refused(name, call, answer, access);
  }

  async #request(
    baseUrl: string,
    access: Access,
    call: Pick<WriteCall, 'method' | 'path' | 'query' | 'body'>,
    signal: AbortSignal,
  ): Promise<WriteAnswer & { headers: Headers }> {
    const client = new UpstreamClient({ baseUrl });
    const response = await client.request({
      method: call.method ?? 'GET',
      path: call.path,
      query: call.query,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${access.token}`,
        'user-agent': 'throughline',
        'x-github-api-version': API_VERSION,
        ...(call.body === undefined
          ? {}
          : { 'content-type': 'application/json' }),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal,
      deadlineMs: DEADLINE_MS,
      accept: REFUSALS,
    });
    const text = await readWhole(response, signal);
    const json = response.status === 204 || text === '' ? {} : parse(text);
    if (json === undefined) {
      throw new SourceFailure(
        // What was asked for may have been done, whoever answered.
        'unreachable',
        `The answer of ${this.options.host.host} (${response.status}, ${text.length} characters) is not JSON: is no proxy or login page in the way?`,
      );
    }
    const { message } = json as { message?: unknown };
    return {
      status: response.status,
      headers: response.headers,
      json,
      message:
        typeof message === 'string'
          ? cleanMessage(
              message.replaceAll(access.token, '[removed]') + detailsOf(json),
              200,
            )
          : '',
      more: /rel="next"/.test(response.headers.get('link') ?? ''),
      now: Date.parse(response.headers.get('date') ?? '') || Date.now(),
    };
  }

  #refused(
    name: RepositoryName,
    call: Pick<WriteCall, 'asked' | 'permission' | 'explain'>,
    answer: WriteAnswer & { headers: Headers },
    access: Access,
  ): SourceFailure {
    const { status, headers, message } = answer;
    const failure = judgeRefusal(
      { status, headers, asked: call.asked, message },
      this.options.host.host,
    );
    if (failure.kind === 'rateLimit') {
      access.installation.pausedUntil =
        Date.now() + (failure.retryAfterMs ?? 60_000);
      return failure;
    }
    const words = call.explain?.(answer);
    if (words !== undefined) {
      return new SourceFailure('configuration', `${name.identity}: ${words}`);
    }
    return status === 403 || status === 404
      ? lacksRight({
          status,
          headers,
          message,
          asked: call.asked,
          repository: name.identity,
          permission: call.permission,
        })
      : failure;
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

/** Validation errors are told beside the message. */
function detailsOf(json: object): string {
  const { errors } = json as { errors?: unknown };
  const told = (Array.isArray(errors) ? errors : [])
    .map(each =>
      typeof each === 'string'
        ? each
        : (each as { message?: unknown })?.message,
    )
    .filter(each => typeof each === 'string');
  return told.length > 0 ? `: ${told.join('; ')}` : '';
}
