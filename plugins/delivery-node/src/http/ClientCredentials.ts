import type { Config } from '@backstage/config';
import { z } from 'zod';
import { configProblem } from '../config/ConfigProblem';
import { readUrl } from '../config/readUrl';
import { readOptionalSecret, type Secret } from '../config/Secret';
import { SourceFailure } from '../contract';
import { cleanMessage } from './cleanMessage';
import type { HttpSettings } from './HttpSettings';

/** A token is renewed this long before its end, so that no request carries one that ends under way. */
const EARLY_MS = 30_000;

/** For how long a token is used whose end the server does not tell, or not in seconds. */
const UNTOLD_SECONDS = 300;

const Answer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

interface ClientOptions {
  tokenUrl: string;
  clientId: string;
  clientSecret: Secret;
  scope?: string;
  audience?: string;
}

/** Keeps one token and asks for the next shortly before its end; who asks meanwhile waits for the same answer. */
class ClientCredentials implements Secret {
  #token: { value: string; until: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(
    private readonly options: ClientOptions,
    private readonly http: HttpSettings,
  ) {}

  async get(): Promise<string> {
    if (this.#token && Date.now() < this.#token.until) {
      return this.#token.value;
    }
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<string> {
    const { tokenUrl, clientId, clientSecret, scope, audience } = this.options;
    const secret = await clientSecret.get();
    const host = new URL(tokenUrl).host;
    let response: Response;
    try {
      response = await this.http.fetch(tokenUrl, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(
            `${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`,
          ).toString('base64')}`,
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          ...(scope ? { scope } : {}),
          ...(audience ? { audience } : {}),
        }).toString(),
      });
    } catch (error) {
      throw new SourceFailure(
        'authentication',
        `${host}, which gives the tokens, cannot be reached: ${cleanMessage(
          String((error as { cause?: { code?: string } }).cause?.code ?? ''),
          60,
        )}`,
      );
    }
    const answer = Answer.safeParse(await response.json().catch(() => null));
    if (!response.ok || !answer.success) {
      // What the server says may repeat what it was sent, so that only its status is told.
      throw new SourceFailure(
        'authentication',
        `${host} gave no token: it answered ${response.status}${
          response.ok ? ' without an access_token' : ''
        }`,
      );
    }
    const { access_token: value, expires_in: seconds = UNTOLD_SECONDS } =
      answer.data;
    const lifetime = seconds * 1000;
    this.#token = {
      value,
      until: Date.now() + Math.max(lifetime - EARLY_MS, lifetime / 2),
    };
    return value;
  }
}

/** Reads `oauth` of a source's config: tokens by the client credentials grant (RFC 6749 section 4.4). */
export function readClientCredentials(
  config: Config,
  path: string,
  http: HttpSettings,
): Secret | undefined {
  const oauth = config.getOptionalConfig('oauth');
  if (!oauth) {
    return undefined;
  }
  const at = `${path}.oauth`;
  const clientId = oauth.getOptionalString('clientId');
  const clientSecret = readOptionalSecret(oauth, 'clientSecret', at);
  if (!clientId || !clientSecret) {
    throw configProblem(
      `${at}.${clientId ? 'clientSecret' : 'clientId'}`,
      'it is missing',
      `The client credentials grant needs 'tokenUrl', 'clientId' and 'clientSecret' (or 'clientSecretFile').`,
    );
  }
  return new ClientCredentials(
    {
      tokenUrl: readUrl(oauth, 'tokenUrl', at),
      clientId,
      clientSecret,
      scope: oauth.getOptionalString('scope'),
      audience: oauth.getOptionalString('audience'),
    },
    http,
  );
}
