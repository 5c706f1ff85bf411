import {
  readJson,
  SourceFailure,
  type UpstreamClient,
  type UpstreamRequest,
} from '@throughline/plugin-delivery-node';
import { createUpstream, type JenkinsConnection } from './createUpstream';
import { jobPath } from './jobPath';
import { judgeRefusal } from './judgeRefusal';
import { NotThere } from './NotThere';
import { LEFT_ITEM_TREE } from './trees';

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
    this.#upstream = createUpstream(connection, context.countCall);
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

  /**
   * An item of the queue; it can be asked for until five minutes after it left.
   *
   * @throws NotThere, SourceFailure
   */
  queueItem(id: string): Promise<unknown> {
    return this.#get(['queue', 'item', id, 'api', 'json'], LEFT_ITEM_TREE);
  }

  /**
   * What a build asks a person.
   *
   * @throws NotThere, SourceFailure
   */
  inputs(fullName: string, number: number): Promise<unknown> {
    return this.#get([
      ...jobPath(fullName),
      String(number),
      'wfapi',
      'pendingInputActions',
    ]);
  }

  /**
   * Whom Jenkins takes the caller for, and what its clock shows meanwhile, in milliseconds.
   *
   * @throws NotThere, SourceFailure
   */
  async whoAmI(): Promise<{ answer: unknown; now: number }> {
    const path = ['whoAmI', 'api', 'json'];
    const response = await this.#ask({ path });
    const now = Date.parse(response.headers.get('date') ?? '');
    return {
      answer: await this.#read(response),
      now: Number.isNaN(now) ? Date.now() : now,
    };
  }

  async #get(path: string[], tree?: string): Promise<unknown> {
    return this.#read(await this.#ask({ path, query: { tree } }));
  }

  async #ask(request: Omit<UpstreamRequest, 'signal'>): Promise<Response> {
    const response = await this.#upstream.request({
      ...request,
      headers: { accept: 'application/json', ...request.headers },
      signal: this.context.signal,
      accept: REFUSALS,
    });
    if (response.ok) {
      return response;
    }
    await response.body?.cancel();
    throw response.status === 404 ? new NotThere() : judgeRefusal(response);
  }

  async #read(response: Response): Promise<unknown> {
    const { signal } = this.context;
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
