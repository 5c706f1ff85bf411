import { SourceFailure } from '../contract';
import { classifyStatus, retryAfterMs } from './classifyStatus';
import { cleanMessage } from './cleanMessage';
import { withoutSecrets } from './withoutSecrets';

/**
 * A request to an upstream. Names from users and upstreams go into `path` as separate segments, which are encoded
 * here and nowhere else, so that no name can reach another API.
 *
 * @public
 */
export interface UpstreamRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Segments below the base URL; each is encoded, and `.` and `..` are refused. */
  path: readonly string[];
  query?: Record<
    string,
    string | number | boolean | readonly string[] | undefined
  >;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Until the head of the answer is there, in milliseconds; 10,000 unless told. */
  deadlineMs?: number;
  /** Statuses besides 2xx that are returned rather than thrown. */
  accept?: readonly number[];
}

/**
 * What an {@link UpstreamClient} is made with.
 *
 * @public
 */
export interface UpstreamClientOptions {
  baseUrl: string;
  /** Headers of every request, asked for each time, so that a rotated credential counts at once. */
  headers?: () => Promise<Record<string, string>> | Record<string, string>;
  /** Told of every call. */
  onCall?: (call: { operation: string; outcome: 'ok' | 'error' }) => void;
  fetch?: typeof fetch;
}

/** Whole answers larger than this are refused; what may be larger is streamed. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * HTTP to one upstream: with deadline, encoded paths, and errors that are {@link SourceFailure}s free of secrets.
 * Redirects are not followed, as they would carry credentials elsewhere.
 *
 * @public
 */
export class UpstreamClient {
  constructor(private readonly options: UpstreamClientOptions) {}

  /** @throws SourceFailure */
  async request(request: UpstreamRequest): Promise<Response> {
    const operation = `${request.method ?? 'GET'} ${request.path[0] ?? '/'}`;
    try {
      const response = await this.#send(request);
      this.options.onCall?.({ operation, outcome: 'ok' });
      return response;
    } catch (error) {
      this.options.onCall?.({ operation, outcome: 'error' });
      throw error;
    }
  }

  /**
   * The answer's JSON, whole, unparsed by any schema.
   *
   * @throws SourceFailure, of kind `protocol` where the answer is not JSON or is cut off
   */
  async json(request: UpstreamRequest): Promise<unknown> {
    const response = await this.request({
      ...request,
      headers: { accept: 'application/json', ...request.headers },
    });
    return readJson(response, request);
  }

  async #send(request: UpstreamRequest): Promise<Response> {
    const url = this.#url(request);
    const deadline = AbortSignal.timeout(request.deadlineMs ?? 10_000);
    const stop = new AbortController();
    const forward = () => stop.abort();
    deadline.addEventListener('abort', forward);
    let response: Response;
    const sent = { headers: { ...request.headers }, body: request.body };
    try {
      sent.headers = {
        ...(await this.options.headers?.()),
        ...request.headers,
      };
      response = await (this.options.fetch ?? fetch)(url, {
        method: request.method ?? 'GET',
        headers: sent.headers,
        body: request.body,
        redirect: 'manual',
        signal: AbortSignal.any([request.signal, stop.signal]),
      });
    } catch (error) {
      throw this.#failure(error, request, deadline, text =>
        withoutSecrets(text, sent),
      );
    } finally {
      deadline.removeEventListener('abort', forward);
    }
    if (response.ok || request.accept?.includes(response.status)) {
      return response;
    }
    throw await failureOf(response, `${url.origin}${url.pathname}`, text =>
      withoutSecrets(text, sent),
    );
  }

  #url(request: UpstreamRequest): URL {
    const segments = request.path.map(segment => {
      if (['', '.', '..'].includes(segment) || /\p{Surrogate}/u.test(segment)) {
        throw new SourceFailure(
          'protocol',
          `'${segment}' cannot be part of a request's path`,
        );
      }
      // A colon needs no encoding in a path (RFC 3986), and registries do not know a digest by another spelling.
      return encodeURIComponent(segment).replaceAll('%3A', ':');
    });
    const url = new URL([this.options.baseUrl, ...segments].join('/'));
    for (const [key, value] of Object.entries(request.query ?? {})) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== undefined) {
          url.searchParams.append(key, String(one));
        }
      }
    }
    return url;
  }

  #failure(
    error: unknown,
    request: UpstreamRequest,
    deadline: AbortSignal,
    clean: (text: string) => string,
  ): Error {
    if (request.signal.aborted) {
      return error as Error;
    }
    if (error instanceof SourceFailure) {
      return error;
    }
    const host = new URL(this.options.baseUrl).host;
    if (deadline.aborted) {
      return new SourceFailure(
        'timeout',
        `${host} did not answer within ${
          (request.deadlineMs ?? 10_000) / 1000
        } s`,
      );
    }
    return new SourceFailure(
      'unreachable',
      `${host} cannot be reached: ${clean(reasonOf(error))}`,
    );
  }
}

/**
 * Reads a whole JSON answer, bounded in size and by a deadline.
 *
 * @throws SourceFailure
 * @public
 */
export async function readJson(
  response: Response,
  options: { signal: AbortSignal; deadlineMs?: number },
): Promise<unknown> {
  const text = await readText(response, options);
  try {
    return JSON.parse(text);
  } catch {
    const type = response.headers.get('content-type') ?? 'no content type';
    throw new SourceFailure(
      'protocol',
      `The answer is not JSON (${cleanMessage(type, 60)}, ${
        text.length
      } characters): is the URL the API's, and is no login page or proxy in the way?`,
    );
  }
}

/**
 * Reads a whole text answer, bounded in size and by a deadline (30 s unless told).
 *
 * @throws SourceFailure
 * @public
 */
export async function readText(
  response: Response,
  options: { signal: AbortSignal; deadlineMs?: number },
): Promise<string> {
  const deadline = options.deadlineMs ?? 30_000;
  const chunks: Buffer[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new SourceFailure(
            'timeout',
            `The answer was not complete after ${deadline / 1000} s`,
          ),
        ),
      deadline,
    );
  });
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) {
        break;
      }
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) {
        throw new SourceFailure(
          'protocol',
          `The answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`,
        );
      }
      chunks.push(Buffer.from(value));
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    if (options.signal.aborted || error instanceof SourceFailure) {
      throw error;
    }
    throw new SourceFailure(
      'protocol',
      `The answer broke off after ${size} bytes: ${reasonOf(error)}`,
    );
  } finally {
    clearTimeout(timer);
    late.catch(() => {});
    await reader?.cancel().catch(() => {});
  }
}

async function failureOf(
  response: Response,
  where: string,
  clean: (text: string) => string,
): Promise<SourceFailure> {
  let detail = '';
  try {
    detail = cleanMessage(
      clean(
        await readText(response, {
          signal: AbortSignal.timeout(5_000),
          deadlineMs: 5_000,
        }),
      ),
      200,
    );
  } catch {
    // The status alone says enough.
  }
  return new SourceFailure(
    classifyStatus(response.status),
    `${where} answered ${response.status}${detail ? `: ${detail}` : ''}`,
    { retryAfterMs: retryAfterMs(response.headers.get('retry-after')) },
  );
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } })
    .cause;
  return cleanMessage(
    cause?.code ??
      cause?.message ??
      (error as Error).message ??
      'no reason given',
    120,
  );
}
