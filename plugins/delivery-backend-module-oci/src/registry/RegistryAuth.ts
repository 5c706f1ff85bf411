import { z } from 'zod';
import {
  Lru,
  readJson,
  SourceFailure,
  UpstreamClient,
} from '@throughline/plugin-delivery-node';
import type { RegistryConfig } from '../config/readOciConfig';
import type { Challenge } from './parseChallenge';

const TokenAnswer = z.object({
  token: z.string().min(1).optional(),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});

/** Some token services know OAuth's form only. */
const POST_ONLY = [404, 405];

/** The specification's validity of a token that does not tell its own. */
const DEFAULT_VALIDITY_S = 60;

interface Realm {
  url: string;
  service?: string;
}

/**
 * Knows what to send with a request to a registry: nothing, basic credentials, a fixed token, or a token fetched
 * from the realm that the registry names, kept per scope until shortly before it expires.
 */
export class RegistryAuth {
  #realm: Realm | undefined;
  #basic = false;
  readonly #tokens = new Lru<{ token: string; until: number }>(10_000);

  constructor(
    private readonly registry: RegistryConfig,
    private readonly options: { now?: () => number } = {},
  ) {}

  /** What to send before the registry has asked for anything. */
  async header(
    scope: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { credentials } = this.registry;
    if (credentials.type === 'token') {
      return `Bearer ${await credentials.token.get()}`;
    }
    if (this.#realm) {
      return `Bearer ${await this.#token(scope, scope, signal)}`;
    }
    return this.#basic ? this.#basicHeader() : undefined;
  }

  /**
   * What to send instead, after the registry has asked for it.
   *
   * @throws SourceFailure where nothing can be answered
   */
  async answer(
    challenge: Challenge | undefined,
    scope: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { credentials } = this.registry;
    if (credentials.type === 'token') {
      throw this.#refused('the token is refused');
    }
    if (challenge?.scheme === 'bearer' && challenge.parameters.realm) {
      const realm = this.#checkedRealm(challenge.parameters.realm);
      this.#realm = { url: realm, service: challenge.parameters.service };
      this.#tokens.delete(scope);
      return `Bearer ${await this.#token(
        scope,
        challenge.parameters.scope ?? scope,
        signal,
      )}`;
    }
    if (credentials.type === 'anonymous') {
      throw this.#refused('it asks for credentials, and none are configured');
    }
    if (challenge && challenge.scheme !== 'basic') {
      throw this.#refused(
        'it asks for a way to authenticate that is not known',
      );
    }
    this.#basic = true;
    return this.#basicHeader();
  }

  async #basicHeader(): Promise<string> {
    const { credentials } = this.registry;
    if (credentials.type !== 'basic') {
      throw this.#refused('it asks for a user name and a password');
    }
    const password = await credentials.password.get();
    const pair = Buffer.from(`${credentials.username}:${password}`, 'utf8');
    return `Basic ${pair.toString('base64')}`;
  }

  async #token(
    key: string,
    scope: string,
    signal: AbortSignal,
  ): Promise<string> {
    const now = (this.options.now ?? Date.now)();
    const known = this.#tokens.get(key);
    if (known && known.until > now) {
      return known.token;
    }
    const answer = TokenAnswer.safeParse(await this.#fetch(scope, signal));
    const token = answer.data?.token ?? answer.data?.access_token;
    if (!token) {
      throw new SourceFailure(
        'protocol',
        `The token service of ${this.registry.host} answered without a token`,
      );
    }
    const validity = answer.data?.expires_in ?? DEFAULT_VALIDITY_S;
    this.#tokens.set(key, { token, until: now + validity * 800 });
    return token;
  }

  async #fetch(scope: string, signal: AbortSignal): Promise<unknown> {
    const { credentials } = this.registry;
    try {
      if (credentials.type === 'identity') {
        return await this.#exchange(scope, signal, {
          grant_type: 'refresh_token',
          refresh_token: await credentials.token.get(),
        });
      }
      return await this.#ask(scope, signal);
    } catch (error) {
      // What the token service says is not repeated: it may hold what it was sent.
      if (error instanceof SourceFailure) {
        throw new SourceFailure(
          error.kind === 'permission' ? 'authentication' : error.kind,
          `The token service of ${this.registry.host} ${saying(error.kind)}`,
          { retryAfterMs: error.retryAfterMs },
        );
      }
      throw error;
    }
  }

  /** The distribution project's way: the user's credentials, or none, and a token comes. */
  async #ask(scope: string, signal: AbortSignal): Promise<unknown> {
    const { credentials, http } = this.registry;
    const { url, service } = this.#realm!;
    const client = new UpstreamClient({ baseUrl: url, fetch: http.fetch });
    const response = await client.request({
      path: [],
      query: { service, scope: scope.split(' ').filter(Boolean) },
      headers: {
        accept: 'application/json',
        ...(credentials.type === 'basic'
          ? { authorization: await this.#basicHeader() }
          : {}),
      },
      signal,
      accept: POST_ONLY,
    });
    if (POST_ONLY.includes(response.status) && credentials.type === 'basic') {
      await response.body?.cancel();
      return this.#exchange(scope, signal, {
        grant_type: 'password',
        username: credentials.username,
        password: await credentials.password.get(),
      });
    }
    return readJson(response, { signal });
  }

  /** OAuth's way (RFC 6749): a form is sent. */
  async #exchange(
    scope: string,
    signal: AbortSignal,
    grant: Record<string, string>,
  ): Promise<unknown> {
    const { url, service } = this.#realm!;
    return new UpstreamClient({
      baseUrl: url,
      fetch: this.registry.http.fetch,
    }).json({
      method: 'POST',
      path: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...grant,
        client_id: 'throughline',
        ...(service ? { service } : {}),
        ...(scope ? { scope } : {}),
      }).toString(),
      signal,
    });
  }

  /** Credentials go to the realm that the registry names, so one that is reached by TLS may not ask for less. */
  #checkedRealm(text: string): string {
    let realm: URL | undefined;
    try {
      realm = new URL(text);
    } catch {
      realm = undefined;
    }
    const secure = this.registry.url.startsWith('https:');
    const allowed = secure ? ['https:'] : ['https:', 'http:'];
    if (!realm || !allowed.includes(realm.protocol)) {
      throw new SourceFailure(
        'protocol',
        `${this.registry.host} names a token service that is not a ${
          secure ? 'https' : 'http(s)'
        } URL`,
      );
    }
    return realm.href;
  }

  #refused(reason: string): SourceFailure {
    return new SourceFailure(
      'authentication',
      `${this.registry.host} does not let us in: ${reason}`,
    );
  }
}

function saying(kind: SourceFailure['kind']): string {
  switch (kind) {
    case 'authentication':
    case 'permission':
      return 'refused the credentials';
    case 'rateLimit':
      return 'limits the rate of requests';
    case 'timeout':
      return 'did not answer in time';
    case 'protocol':
      return 'gave an answer that cannot be read';
    default:
      return 'cannot be reached or is broken';
  }
}
