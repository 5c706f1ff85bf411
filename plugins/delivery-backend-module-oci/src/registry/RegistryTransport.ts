import {
  classifyStatus,
  readText,
  SourceFailure,
  UpstreamClient,
  type UpstreamRequest,
} from '@throughline/plugin-delivery-node';
import { NotFound } from './NotFound';
import { readRateLimit, waitOf, type RateLimit } from './readRateLimit';
import type { RegistryAuth } from './RegistryAuth';
import { parseChallenge } from './parseChallenge';
import { errorCode } from './schemas';

const REDIRECTS = [301, 302, 303, 307, 308];
const REFUSALS = [
  400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 416, 422,
  425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 507, 508, 511, 520,
  521, 522, 523, 524,
];

/** How a registry is spoken with. */
export interface RegistryTransportOptions {
  host: string;
  url: string;
  auth: RegistryAuth;
  signal: AbortSignal;
  fetch: typeof fetch;
  countCall: (call: { operation: string; outcome: 'ok' | 'error' }) => void;
  /** Told what the registry says of its limits. */
  onRateLimit: (limit: RateLimit) => void;
}

/** One call of a registry. */
export interface RegistryRequest {
  operation: string;
  repository?: string;
  path: string[];
  method?: 'GET' | 'HEAD';
  accept?: string;
  query?: UpstreamRequest['query'];
}

/** Speaks with a registry: gets in, follows where blobs lie, and tells what a refusal means. */
export class RegistryTransport {
  readonly #client: UpstreamClient;
  readonly #root: UpstreamClient;

  constructor(private readonly options: RegistryTransportOptions) {
    this.#client = new UpstreamClient({
      baseUrl: options.url,
      fetch: options.fetch,
    });
    // The slash at the end matters: without it, registries redirect.
    this.#root = new UpstreamClient({
      baseUrl: `${options.url}/v2/`,
      fetch: options.fetch,
    });
  }

  /**
   * @returns an answer that is well
   * @throws NotFound; SourceFailure
   */
  async request(request: RegistryRequest): Promise<Response> {
    try {
      const response = await this.#authorised(request);
      this.options.countCall({ operation: request.operation, outcome: 'ok' });
      return response;
    } catch (error) {
      this.options.countCall({
        operation: request.operation,
        outcome: error instanceof NotFound ? 'ok' : 'error',
      });
      throw error;
    }
  }

  async #authorised(request: RegistryRequest): Promise<Response> {
    const { auth, signal } = this.options;
    const scope = request.repository
      ? `repository:${request.repository}:pull`
      : '';
    const first = await this.#send(request, await auth.header(scope, signal));
    if (first.status !== 401) {
      return this.#judge(request, first);
    }
    await first.body?.cancel();
    const challenge = parseChallenge(first.headers.get('www-authenticate'));
    const second = await this.#send(
      request,
      await auth.answer(challenge, scope, signal),
    );
    return this.#judge(request, second);
  }

  async #send(
    request: RegistryRequest,
    authorization: string | undefined,
  ): Promise<Response> {
    const client = request.repository ? this.#client : this.#root;
    const response = await client.request({
      method: request.method ?? 'GET',
      path: request.repository
        ? ['v2', ...request.repository.split('/'), ...request.path]
        : [],
      query: request.query,
      headers: {
        ...(authorization ? { authorization } : {}),
        accept: request.accept ?? 'application/json, */*',
      },
      signal: this.options.signal,
      accept: [...REFUSALS, ...REDIRECTS],
    });
    const limit = readRateLimit(response.headers);
    if (limit) {
      this.options.onRateLimit(limit);
    }
    return response;
  }

  async #judge(
    request: RegistryRequest,
    response: Response,
    hops = 0,
  ): Promise<Response> {
    if (response.ok) {
      return response;
    }
    if (REDIRECTS.includes(response.status)) {
      return this.#judge(request, await this.#follow(response, hops), hops + 1);
    }
    const code = errorCode(await this.#bodyOfError(response));
    const where = `${this.options.host}${
      request.repository ? `/${request.repository}` : ''
    }`;
    if (response.status === 404) {
      throw new NotFound(
        `${where} has no such ${request.operation}`,
        code === 'NAME_UNKNOWN',
      );
    }
    throw new SourceFailure(
      code === 'TOOMANYREQUESTS'
        ? 'rateLimit'
        : classifyStatus(response.status),
      `${where} answered ${response.status}${code ? ` ${code}` : ''} to '${
        request.operation
      }'`,
      { retryAfterMs: waitOf(response.headers) },
    );
  }

  /** Blobs often lie elsewhere; the credentials are the registry's and do not go there. */
  async #follow(response: Response, hops: number): Promise<Response> {
    await response.body?.cancel();
    const location = response.headers.get('location') ?? '';
    const target = URL.canParse(location, this.options.url)
      ? new URL(location, this.options.url)
      : undefined;
    const allowed = this.options.url.startsWith('https:')
      ? ['https:']
      : ['https:', 'http:'];
    if (hops > 2 || !target || !allowed.includes(target.protocol)) {
      throw new SourceFailure(
        'protocol',
        `${this.options.host} redirects to where we do not go`,
      );
    }
    return new UpstreamClient({
      baseUrl: target.href,
      fetch: this.options.fetch,
    }).request({
      path: [],
      signal: this.options.signal,
      accept: [...REFUSALS, ...REDIRECTS],
    });
  }

  async #bodyOfError(response: Response): Promise<string> {
    try {
      return await readText(response, {
        signal: this.options.signal,
        deadlineMs: 5_000,
      });
    } catch (error) {
      if (this.options.signal.aborted) {
        throw error;
      }
      return '';
    }
  }
}
