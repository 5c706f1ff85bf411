import {
  readJson,
  readWriteAnswer,
  SourceFailure,
  UpstreamClient,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { OrganizationConfig } from '../config/readOrganization';
import { Included } from './Included';
import type { Pace } from './Pace';
import { ListAnswer, SingleAnswer } from './schemas';

/** One page of a list; its objects are to be read one by one. */
export interface Page {
  data: unknown[];
  included: Included;
  /** The number of the next page, where there is one. */
  next?: number;
}

/** What is not there, or may not be seen: the API answers 404 to both. */
export class NotVisible extends SourceFailure {
  constructor(what: string) {
    super(
      'permission',
      `${what} is not known, or the token may not see it (the API answers 404 to both)`,
    );
  }
}

type Query = Record<string, string | number | undefined>;

/** The API (v2) of HCP Terraform and Terraform Enterprise. */
export class HcpClient {
  readonly #client: UpstreamClient;
  #budget: Extract<Observation, { type: 'budget' }> | undefined;

  constructor(
    options: Pick<OrganizationConfig, 'url' | 'http' | 'credential'> & {
      pace: Pace;
      onCall?: (call: { operation: string; outcome: 'ok' | 'error' }) => void;
    },
  ) {
    this.pace = options.pace;
    this.#client = new UpstreamClient({
      baseUrl: `${options.url}/api/v2`,
      headers: () => options.credential.headers(),
      fetch: options.http.fetch,
      onCall: options.onCall,
    });
  }

  private readonly pace: Pace;

  /** What was left of the rate limit at the last answer, where the server tells. */
  get budget(): Extract<Observation, { type: 'budget' }> | undefined {
    return this.#budget;
  }

  /** @throws NotVisible, SourceFailure */
  async page(
    path: readonly string[],
    query: Query,
    signal: AbortSignal,
    number = 1,
  ): Promise<Page> {
    const answer = ListAnswer.safeParse(
      await this.#json(
        path,
        { ...query, 'page[size]': 100, 'page[number]': number },
        signal,
      ),
    ).data;
    if (!answer) {
      throw unknownForm(path);
    }
    return {
      data: answer.data,
      included: new Included(answer.included ?? []),
      next: answer.meta?.pagination?.['next-page'] ?? undefined,
    };
  }

  /** @throws NotVisible, SourceFailure */
  async one(
    path: readonly string[],
    query: Query,
    signal: AbortSignal,
  ): Promise<{ data: unknown; included: Included }> {
    const answer = SingleAnswer.safeParse(
      await this.#json(path, query, signal),
    ).data;
    if (!answer) {
      throw unknownForm(path);
    }
    return { data: answer.data, included: new Included(answer.included ?? []) };
  }

  /**
   * Asks for something to be done.
   *
   * @returns the answer; undefined where it has no content
   * @throws NotVisible, SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was done
   */
  async post(
    path: readonly string[],
    body: object,
    signal: AbortSignal,
  ): Promise<unknown> {
    await this.pace.turn(signal);
    const response = await this.#client.request({
      method: 'POST',
      path,
      headers: {
        accept: 'application/vnd.api+json',
        'content-type': 'application/vnd.api+json',
      },
      body: JSON.stringify(body),
      accept: [404],
      signal,
    });
    if (response.status === 404) {
      await response.body?.cancel();
      throw new NotVisible(path.slice(0, 2).join('/'));
    }
    if (response.status !== 201) {
      await response.body?.cancel();
      return undefined;
    }
    return readWriteAnswer(response, { signal });
  }

  async #json(
    path: readonly string[],
    query: Query,
    signal: AbortSignal,
  ): Promise<unknown> {
    await this.pace.turn(signal);
    const response = await this.#client.request({
      path,
      query,
      headers: { accept: 'application/vnd.api+json' },
      accept: [404],
      signal,
    });
    this.#budget = budgetOf(response.headers) ?? this.#budget;
    if (response.status === 404) {
      await response.body?.cancel();
      throw new NotVisible(path.slice(0, 2).join('/'));
    }
    return readJson(response, { signal });
  }
}

function budgetOf(
  headers: Headers,
): Extract<Observation, { type: 'budget' }> | undefined {
  const [limit, remaining] = ['limit', 'remaining'].map(name => {
    const text = headers.get(`x-ratelimit-${name}`);
    return text && /^\d+$/.test(text) ? Number(text) : undefined;
  });
  return limit === undefined || remaining === undefined
    ? undefined
    : { type: 'budget', limit, remaining };
}

function unknownForm(path: readonly string[]): SourceFailure {
  return new SourceFailure(
    'protocol',
    `${path[0]} came in a form that is not known here: is the URL that of HCP Terraform or Terraform Enterprise?`,
  );
}
