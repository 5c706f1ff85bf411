import {
  readJson,
  readText,
  UpstreamClient,
  type UpstreamRequest,
} from '@throughline/plugin-delivery-node';
import { fetch as undiciFetch } from 'undici';
import type { ClusterConnection } from './ClusterConnection';
import { DispatcherCache } from './DispatcherCache';
import { failureOfStatus } from './KubernetesFailure';

/**
 * Told of every call, for the metrics.
 *
 * @public
 */
export type OnKubernetesCall = (call: {
  operation: string;
  outcome: 'ok' | 'error';
}) => void;

/**
 * A request to an API server.
 *
 * @public
 */
export interface KubernetesRequest extends Omit<UpstreamRequest, 'accept'> {
  /** What is done, for the metrics and messages, such as `list pods`. */
  operation: string;
}

const REFUSALS = [
  400, 401, 403, 404, 405, 406, 409, 410, 415, 422, 429, 500, 502, 503, 504,
];

/**
 * HTTP to one API server. Every error is a {@link KubernetesFailure} or another SourceFailure, free of secrets.
 *
 * @public
 */
export class KubernetesClient {
  readonly #upstream: UpstreamClient;
  readonly #dispatchers: DispatcherCache;
  readonly #onCall: OnKubernetesCall | undefined;

  /** @param options - `dispatchers`: the connections, where several clients share them */
  constructor(
    private readonly connection: ClusterConnection,
    options: { onCall?: OnKubernetesCall; dispatchers?: DispatcherCache } = {},
  ) {
    this.#onCall = options.onCall;
    this.#dispatchers = options.dispatchers ?? new DispatcherCache();
    this.#upstream = new UpstreamClient({
      baseUrl: connection.server,
      fetch: (input, init) => this.#fetch(input, init),
    });
  }

  /** The API server's URL. */
  get server(): string {
    return this.connection.server;
  }

  /**
   * The answer, whose body has not been read yet.
   *
   * @throws SourceFailure where there is none in time, or it is a refusal; it is a {@link KubernetesFailure} then
   */
  async request(request: KubernetesRequest): Promise<Response> {
    try {
      const response = await this.#send(request);
      this.#onCall?.({ operation: request.operation, outcome: 'ok' });
      return response;
    } catch (error) {
      this.#onCall?.({ operation: request.operation, outcome: 'error' });
      throw error;
    }
  }

  /**
   * The answer's JSON, unparsed by any schema.
   *
   * @throws SourceFailure as `request`, and of kind `protocol` where it is not JSON or is cut off
   */
  async json(request: KubernetesRequest): Promise<unknown> {
    return readJson(await this.request(request), request);
  }

  async #send(request: KubernetesRequest): Promise<Response> {
    const response = await this.#upstream.request({
      ...request,
      headers: { accept: 'application/json', ...request.headers },
      accept: REFUSALS,
    });
    if (response.ok) {
      return response;
    }
    let status: unknown;
    try {
      status = JSON.parse(
        await readText(response, {
          signal: request.signal,
          deadlineMs: 5_000,
        }),
      );
    } catch {
      // What is no Status (a proxy's page, say) adds nothing to the number.
    }
    throw failureOfStatus(`'${request.operation}'`, status, {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
    });
  }

  #fetch: typeof fetch = async (input, init) => {
    try {
      return await this.#fetchOnce(input, init);
    } catch (error) {
      const repeatable = !init?.method || init.method === 'GET';
      if (repeatable && isStaleConnection(error) && !init?.signal?.aborted) {
        return this.#fetchOnce(input, init);
      }
      throw error;
    }
  };

  async #fetchOnce(
    input: Parameters<typeof fetch>[0],
    init: Parameters<typeof fetch>[1],
  ): Promise<Response> {
    const { headers, tls } = await this.connection.credentials();
    const answer = await undiciFetch(String(input), {
      method: init?.method,
      body: init?.body as string | undefined,
      redirect: 'manual',
      signal: init?.signal ?? undefined,
      headers: { ...(init?.headers as Record<string, string>), ...headers },
      dispatcher: this.#dispatchers.for(tls),
    });
    // The same class, typed once by undici and once by the platform.
    return answer as unknown as Response;
  }
}

/** A kept connection that the other side has closed meanwhile: the request never got there. */
function isStaleConnection(error: unknown): boolean {
  const { code } = (error as { cause?: { code?: string } }).cause ?? {};
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
