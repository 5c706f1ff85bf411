import {
  classifyStatus,
  readJson,
  retryAfterMs,
  SourceFailure,
  UpstreamClient,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { PublishedConfig } from '../config/readPublished';

/** A document as it was read, and when the server says that it was written (ISO 8601). */
export interface FetchedDocument<T> {
  content: T;
  writtenAt?: string;
}

type FetchContext = Pick<ObserveContext, 'signal'> &
  Partial<Pick<ObserveContext, 'countCall'>>;

const REDIRECTS = [301, 302, 303, 307, 308];

/** Whatever else a server may answer: its words could repeat the document, and are not read. */
const UNREAD = Array.from({ length: 200 }, (_, index) => 400 + index);

/**
 * Fetches one document, again only where it has changed, and keeps what `read` makes of it rather than the document: it
 * may hold secrets. Bounded to 64 MiB.
 */
export class DocumentFetcher<T> {
  #known:
    | { marks: Record<string, string>; document: FetchedDocument<T> }
    | undefined;

  constructor(
    private readonly entry: PublishedConfig,
    private readonly url: string,
    private readonly read: (document: unknown) => T,
  ) {}

  /**
   * @throws SourceFailure where it cannot be had; what `read` throws
   */
  async fetch(context: FetchContext): Promise<FetchedDocument<T>> {
    const response = await this.#request(this.url, true, context);
    if (response.status === 304 && this.#known) {
      return this.#known.document;
    }
    const location = REDIRECTS.includes(response.status)
      ? response.headers.get('location')
      : undefined;
    const last = location ? await this.#follow(location, context) : response;
    if (!last.ok) {
      throw this.#failure(last);
    }
    const { signal } = context;
    const content = this.read(
      await readJson(last, { signal, deadlineMs: 60_000 }),
    );
    const document = { content, writtenAt: timeOf(last) };
    this.#known = { marks: marksOf(last), document };
    return document;
  }

  async #request(
    url: string,
    isOwn: boolean,
    { signal, countCall }: FetchContext,
  ): Promise<Response> {
    const { http, credential, headers } = this.entry;
    const client = new UpstreamClient({
      baseUrl: url,
      fetch: http.fetch,
      onCall: countCall,
      headers: async () =>
        isOwn ? { ...headers, ...(await credential?.headers()) } : {},
    });
    return client.request({
      path: [],
      headers: { accept: 'application/json', ...this.#known?.marks },
      accept: [304, ...REDIRECTS, ...UNREAD],
      deadlineMs: 20_000,
      signal,
    });
  }

  /** Artifact stores lead to where the bytes are. The credentials are not for that place. */
  async #follow(location: string, context: FetchContext): Promise<Response> {
    const from = new URL(this.url);
    const to = URL.canParse(location, this.url)
      ? new URL(location, this.url)
      : undefined;
    if (!to || (to.protocol !== 'https:' && to.protocol !== from.protocol)) {
      throw new SourceFailure(
        'protocol',
        `${whereOf(this.url)} leads to an address that is not followed`,
      );
    }
    return this.#request(to.href, to.origin === from.origin, context);
  }

  #failure({ status, headers }: Response): SourceFailure {
    return new SourceFailure(
      status === 404 ? 'protocol' : classifyStatus(status),
      `${whereOf(this.url)} answered ${status}${
        status === 404 ? ': was it published, and may we see it?' : ''
      }`,
      { retryAfterMs: retryAfterMs(headers.get('retry-after')) },
    );
  }
}

/** Without its query, which may be a credential. */
function whereOf(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}

function marksOf(response: Response): Record<string, string> {
  const etag = response.headers.get('etag');
  const modified = response.headers.get('last-modified');
  return {
    ...(etag && { 'if-none-match': etag }),
    ...(!etag && modified && { 'if-modified-since': modified }),
  };
}

function timeOf(response: Response): string | undefined {
  const time = Date.parse(response.headers.get('last-modified') ?? '');
  return time > 0 ? new Date(time).toISOString() : undefined;
}
