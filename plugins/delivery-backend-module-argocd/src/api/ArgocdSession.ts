import { z } from 'zod';
import {
  SourceFailure,
  type UpstreamClient,
} from '@throughline/plugin-delivery-node';
import type { ArgocdCredentials } from '../config/readArgocdInstances';

const loginAnswerSchema = z.object({ token: z.string().min(1) });

/**
 * The token of an instance: the configured one, or that of one login which all callers share. Sessions end after a
 * day or when the server's key changes; the caller who sees that renews it for all.
 */
export class ArgocdSession {
  #login: Promise<string> | undefined;

  constructor(
    private readonly credentials: ArgocdCredentials,
    private readonly client: Pick<UpstreamClient, 'json'>,
  ) {}

  /** @throws SourceFailure of kind `authentication` where the login is refused */
  async token(signal: AbortSignal): Promise<string> {
    if (this.credentials.type === 'token') {
      return this.credentials.token.get();
    }
    this.#login ??= this.#logIn(this.credentials);
    return unlessAborted(this.#login, signal);
  }

  /**
   * Takes note that a token was refused.
   *
   * @returns whether asking for a token again may give another one
   */
  async refused(token: string): Promise<boolean> {
    if (this.credentials.type === 'token') {
      return (await this.credentials.token.get()) !== token;
    }
    // Another caller may have renewed it already.
    if ((await this.#login?.catch(() => undefined)) === token) {
      this.#login = undefined;
    }
    return true;
  }

  #logIn(credentials: ArgocdCredentials & { type: 'login' }): Promise<string> {
    const login = this.#askForToken(credentials);
    login.catch(() => {
      // A login that failed is not kept: the next caller tries again.
      if (this.#login === login) {
        this.#login = undefined;
      }
    });
    return login;
  }

  async #askForToken({
    username,
    password,
  }: ArgocdCredentials & { type: 'login' }): Promise<string> {
    const answer = await this.client.json({
      method: 'POST',
      path: ['api', 'v1', 'session'],
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: await password.get() }),
      // Not the caller's: others wait for the same login.
      signal: AbortSignal.timeout(15_000),
    });
    const parsed = loginAnswerSchema.safeParse(answer);
    if (!parsed.success) {
      throw new SourceFailure(
        'protocol',
        'The login was answered without a token: is the URL that of Argo CD?',
      );
    }
    return parsed.data.token;
  }
}

async function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
