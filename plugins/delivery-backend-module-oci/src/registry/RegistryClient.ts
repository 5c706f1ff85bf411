import type { z } from 'zod';
import {
  classifyStatus,
  readText,
  SourceFailure,
  UpstreamClient,
  type UpstreamRequest,
} from '@throughline/plugin-delivery-node';
import type { RegistryAuth } from './RegistryAuth';
import { NotFound } from './NotFound';
import { ACCEPT_INDEX, ACCEPT_MANIFESTS } from './mediaTypes';
import { nextPage } from './nextPage';
import { parseChallenge } from './parseChallenge';
import { readRateLimit, waitOf, type RateLimit } from './readRateLimit';
import { errorCode, ReferrersAnswer, TagsAnswer } from './schemas';

const REDIRECTS = [301, 302, 303, 307, 308];
const REFUSALS = [
  400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 416, 422,
  425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 507, 508, 511, 520,
  521, 522, 523, 524,
];
const MAX_TAG_PAGES = 200;
const TAGS_PER_PAGE = 1_000;
const MAX_REFERRER_PAGES = 10;

/** A manifest or index as it came. */
export interface ManifestAnswer {
  body: string;
  mediaType?: string;
  digest?: string;
}

interface RegistryRequest {
  operation: string;
  repository?: string;
  path: string[];
  method?: 'GET' | 'HEAD';
  accept?: string;
  query?: UpstreamRequest['query'];
}

/** The calls of the distribution specification that are needed to tell what images there are. Reads only. */
export class RegistryClient {
  readonly #client: UpstreamClient;
  readonly #root: UpstreamClient;

  constructor(
    private readonly options: {
      host: string;
      url: string;
      auth: RegistryAuth;
      signal: AbortSignal;
      fetch: typeof fetch;
      countCall: (call: { operation: string; outcome: 'ok' | 'error' }) => void;
      /** Told what the registry says of its limits. */
      onRateLimit: (limit: RateLimit) => void;
    },
  ) {
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

  /** Whether the registry speaks the API and lets us in. */
  async ping(): Promise<void> {
    const response = await this.#request({ operation: 'ping', path: [] });
    await response.body?.cancel();
  }

  /**
   * All tags of a repository, in the registry's order.
   *
   * @throws NotFound
   */
  async tags(repository: string): Promise<string[]> {
    const tags: string[] = [];
    const seen = new Set<string>();
    let query: Record<string, string> | undefined = {
      n: String(TAGS_PER_PAGE),
    };
    for (let page = 0; query && page < MAX_TAG_PAGES; page += 1) {
      const response = await this.#request({
        operation: 'tags',
        repository,
        path: ['tags', 'list'],
        query,
      });
      const answer = TagsAnswer.safeParse(await this.#json(response));
      if (!answer.success) {
        throw new SourceFailure(
          'protocol',
          `${this.options.host} answered with something else than the tags of ${repository}`,
        );
      }
      const named = (answer.data.tags ?? []).filter(
        (tag): tag is string =>
          typeof tag === 'string' && /^\w[\w.-]{0,127}$/.test(tag),
      );
      const before = seen.size;
      named.forEach(tag => seen.add(tag));
      tags.push(...named);
      // A page that brings nothing new is one of a registry that ignores what was asked for.
      query =
        seen.size > before ? nextPage(response.headers.get('link')) : undefined;
    }
    return [...new Set(tags)];
  }

  /**
   * The digest that a tag stands for at present; undefined where the registry does not tell it in a header.
   *
   * @throws NotFound
   */
  async digestOf(repository: string, tag: string): Promise<string | undefined> {
    const response = await this.#request({
      operation: 'digest',
      repository,
      method: 'HEAD',
      path: ['manifests', tag],
      accept: ACCEPT_MANIFESTS,
    });
    return digestHeader(response);
  }

  /**
   * A manifest or index by tag or digest.
   *
   * @throws NotFound
   */
  async manifest(
    repository: string,
    reference: string,
  ): Promise<ManifestAnswer> {
    const response = await this.#request({
      operation: 'manifest',
      repository,
      path: ['manifests', reference],
      accept: ACCEPT_MANIFESTS,
    });
    const mediaType = response.headers
      .get('content-type')
      ?.split(';')[0]
      .trim();
    return {
      body: await readText(response, { signal: this.options.signal }),
      ...(mediaType ? { mediaType } : {}),
      digest: digestHeader(response),
    };
  }

  /**
   * A blob's text; for config blobs.
   *
   * @throws NotFound
   */
  async blob(repository: string, digest: string): Promise<string> {
    const response = await this.#request({
      operation: 'blob',
      repository,
      path: ['blobs', digest],
    });
    return readText(response, { signal: this.options.signal });
  }

  /**
   * What refers to a manifest (distribution specification 1.1); `complete` is false where the list goes on.
   *
   * @throws NotFound where the registry does not know the API
   */
  async referrers(
    repository: string,
    digest: string,
  ): Promise<{
    referrers: z.infer<typeof ReferrersAnswer>['manifests'];
    complete: boolean;
  }> {
    const referrers: z.infer<typeof ReferrersAnswer>['manifests'] = [];
    let query: Record<string, string> | undefined = {};
    for (let page = 0; query && page < MAX_REFERRER_PAGES; page += 1) {
      const response = await this.#request({
        operation: 'referrers',
        repository,
        path: ['referrers', digest],
        accept: ACCEPT_INDEX,
        query,
      });
      const answer = ReferrersAnswer.safeParse(await this.#json(response));
      if (!answer.success) {
        throw new SourceFailure(
          'protocol',
          `${this.options.host} answered with something else than referrers`,
        );
      }
      referrers.push(...answer.data.manifests);
      query = nextPage(response.headers.get('link'));
    }
    return { referrers, complete: query === undefined };
  }

  async #json(response: Response): Promise<unknown> {
    const text = await readText(response, { signal: this.options.signal });
    try {
      return JSON.parse(text);
    } catch {
      throw new SourceFailure(
        'protocol',
        `The answer of ${this.options.host} is not JSON: is the URL the registry's, and is no login page or proxy in the way?`,
      );
    }
  }

  async #request(request: RegistryRequest): Promise<Response> {
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

function digestHeader(response: Response): string | undefined {
  const digest = response.headers.get('docker-content-digest');
  return digest && /^sha(256|512):[0-9a-f]{64,128}$/.test(digest)
    ? digest
    : undefined;
}
