import {
  readJson,
  SourceFailure,
  UpstreamClient,
  type Credential,
  type HttpSettings,
} from '@throughline/plugin-delivery-node';
import { judgeRefusal } from './judgeRefusal';
import { NotThere } from './NotThere';

/** How one Jenkins is reached. */
export interface JenkinsConnection {
  baseUrl: string;
  http: HttpSettings;
  credential?: Credential;
  /** Sent with every request, for gateways in front. */
  headers: Readonly<Record<string, string>>;
}

/** What a pass hands to the client. */
export interface CallContext {
  signal: AbortSignal;
  countCall(call: { operation: string; outcome: 'ok' | 'error' }): void;
}

const REFUSALS = [301, 302, 303, 307, 308, 401, 403, 404];

/** Reads one Jenkins' API. It never follows a redirect: that would show the credentials to a log-in page. */
export class JenkinsClient {
  readonly #upstream: UpstreamClient;

  constructor(
    connection: JenkinsConnection,
    private readonly context: CallContext,
  ) {
    this.#upstream = new UpstreamClient({
      baseUrl: connection.baseUrl,
      fetch: connection.http.fetch,
      headers: async () => ({
        ...connection.headers,
        ...(await connection.credential?.headers()),
      }),
      onCall: context.countCall,
    });
  }

  /**
   * An item with its builds; the empty name is Jenkins itself.
   *
   * @throws NotThere, SourceFailure
   */
  item(fullName: string, tree: string): Promise<unknown> {
    return this.#get([...jobPath(fullName), 'api', 'json'], tree);
  }

  /** @throws NotThere, SourceFailure */
  build(fullName: string, number: number, tree: string): Promise<unknown> {
    return this.#get(
      [...jobPath(fullName), String(number), 'api', 'json'],
      tree,
    );
  }

  /**
   * The stages of a build, where the stage view's API is installed.
   *
   * @throws NotThere, SourceFailure
   */
  stages(fullName: string, number: number): Promise<unknown> {
    return this.#get([
      ...jobPath(fullName),
      String(number),
      'wfapi',
      'describe',
    ]);
  }

  /** @throws SourceFailure */
  queue(tree: string): Promise<unknown> {
    return this.#get(['queue', 'api', 'json'], tree);
  }

  async #get(path: string[], tree?: string): Promise<unknown> {
    const { signal } = this.context;
    const response = await this.#upstream.request({
      path,
      query: { tree },
      headers: { accept: 'application/json' },
      signal,
      accept: REFUSALS,
    });
    if (response.status === 404) {
      await response.body?.cancel();
      throw new NotThere();
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw judgeRefusal(response);
    }
    if (/\bhtml\b/.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      throw new SourceFailure(
        'protocol',
        'Jenkins answered with a page in place of JSON: is the base URL whole, with its context path, and is no log-in page in the way?',
      );
    }
    return readJson(response, { signal });
  }
}

/** `team/checkout` is at `job/team/job/checkout`; each name is encoded as a segment of its own. */
function jobPath(fullName: string): string[] {
  return fullName === ''
    ? []
    : fullName.split('/').flatMap(name => ['job', name]);
}
