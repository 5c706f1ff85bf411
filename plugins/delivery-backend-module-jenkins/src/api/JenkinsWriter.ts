import {
  cleanMessage,
  readText,
  SourceFailure,
  type UpstreamClient,
} from '@throughline/plugin-delivery-node';
import { createUpstream, type JenkinsConnection } from './createUpstream';
import { jobPath } from './jobPath';
import { judgeRefusal } from './judgeRefusal';

const REFUSALS = [301, 302, 303, 307, 308, 401, 403, 404];

/** Starts and stops builds. */
export class JenkinsWriter {
  readonly #upstream: UpstreamClient;

  constructor(
    connection: JenkinsConnection,
    private readonly signal: AbortSignal,
  ) {
    this.#upstream = createUpstream(connection);
  }

  /**
   * Asks for a build of a job. Values go into the body, as addresses end up in logs.
   *
   * @param values - of its parameters; undefined where it asks for none
   * @returns the item of the queue that it became, or that asked for the same already
   * @throws SourceFailure
   */
  async start(
    fullName: string,
    values: Readonly<Record<string, string>> | undefined,
  ): Promise<string> {
    const response = await this.#post({
      path: [...jobPath(fullName), values ? 'buildWithParameters' : 'build'],
      ...(values ? { form: values } : {}),
    });
    const location = pathOf(response.headers.get('location'));
    const [, item] = /\/queue\/item\/(\d+)\/?$/.exec(location ?? '') ?? [];
    if (item && (response.status === 201 || response.status === 303)) {
      await response.body?.cancel();
      return item;
    }
    if (response.ok) {
      await response.body?.cancel();
      throw new SourceFailure(
        'unreachable',
        `Jenkins took what was asked of ${fullName} (${response.status}), and does not say which item of the queue it became`,
      );
    }
    if (response.status === 302 && isOwn(location)) {
      await response.body?.cancel();
      throw new SourceFailure(
        'protocol',
        `Jenkins queued nothing for ${fullName}: a plugin of it, or its shutting down, stands in the way`,
      );
    }
    throw await this.#refusal(response, fullName, 'Job/Build');
  }

  /**
   * Stops a build; of one that has ended, nothing comes.
   *
   * @throws SourceFailure
   */
  async stop(fullName: string, number: number): Promise<void> {
    await this.#end(
      { path: [...jobPath(fullName), String(number), 'stop'] },
      fullName,
    );
  }

  /**
   * Takes an item out of the queue; where it is there no more, nothing comes of it.
   *
   * @throws SourceFailure
   */
  async cancelItem(id: string): Promise<void> {
    await this.#end({ path: ['queue', 'cancelItem'], query: { id } });
  }

  /** Jenkins leads back to a page of its own, whether or not there was anything to stop. */
  async #end(
    request: { path: string[]; query?: Record<string, string> },
    fullName?: string,
  ): Promise<void> {
    const response = await this.#post(request);
    const leadsBack =
      [302, 303].includes(response.status) &&
      isOwn(pathOf(response.headers.get('location')));
    const notQueued = fullName === undefined && response.status === 404;
    if (response.ok || leadsBack || notQueued) {
      await response.body?.cancel();
      return;
    }
    throw await this.#refusal(
      response,
      fullName ?? 'the item of the queue',
      'Job/Cancel',
    );
  }

  #post(request: {
    path: string[];
    query?: Record<string, string>;
    form?: Readonly<Record<string, string>>;
  }): Promise<Response> {
    const { form, ...rest } = request;
    return this.#upstream.request({
      ...rest,
      method: 'POST',
      ...(form
        ? {
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams(form).toString(),
          }
        : {}),
      signal: this.signal,
      accept: REFUSALS,
    });
  }

  async #refusal(
    response: Response,
    what: string,
    right: string,
  ): Promise<SourceFailure> {
    if (response.status === 404) {
      await response.body?.cancel();
      return new SourceFailure(
        'permission',
        `There is no ${cleanMessage(
          what,
          200,
        )}, or its user may not see it: Jenkins answers 404 for both`,
      );
    }
    if (response.status === 403) {
      const { signal } = this;
      const text = await readText(response, { signal }).catch(() => '');
      if (/\bcrumb\b/i.test(text)) {
        return new SourceFailure(
          'configuration',
          `Jenkins asks for a crumb (403), as it does of a password: give an API token in its place ('apiKey')`,
        );
      }
    } else {
      await response.body?.cancel();
    }
    return judgeRefusal(response, `${right} is needed`);
  }
}

/** Whether a redirect leads to a page of a job or of the queue, and not to where one logs in. */
function isOwn(path: string | undefined): boolean {
  return path === '.' || /\/(job|queue)(\/|$)/.test(path ?? '');
}

/** The path of a `Location`, which may be relative. */
function pathOf(location: string | null): string | undefined {
  if (location === null || location === '.') {
    return location ?? undefined;
  }
  return URL.canParse(location, 'http://jenkins')
    ? new URL(location, 'http://jenkins').pathname
    : undefined;
}
