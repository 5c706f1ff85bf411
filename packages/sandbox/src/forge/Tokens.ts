import { createHash } from 'crypto';
import { guest, people, releasers } from '../world/people';

/** The token that the sandbox's portal uses. */
export const GITHUB_TOKEN = 'sandbox-github-token';

/** The token of a person, to act at the forge in their name: it is no secret, as nothing of the sandbox is. */
export function personalToken(login: string): string {
  return `sandbox-token-of-${login}`;
}

/** The person whose token it is. */
export function loginOfToken(token: string | undefined): string | undefined {
  return [...people, ...releasers, guest].find(
    ({ login }) => personalToken(login) === token,
  )?.login;
}

const HOUR_MS = 3_600_000;

/** The tokens that the API accepts: a fixed one, those of people, and those that it made for an App's installation. */
export class Tokens {
  readonly #installation = new Map<string, number>();
  #count = 0;

  constructor(private readonly now: () => number = () => Date.now()) {}

  /** Makes a token for an installation, good for an hour. */
  issue(installation: string): { token: string; expiresAt: string } {
    this.#count += 1;
    const token = `ghs_${createHash('sha256')
      .update(`${installation} ${this.#count} ${this.now()}`)
      .digest('hex')
      .slice(0, 36)}`;
    const expires = this.now() + HOUR_MS;
    this.#installation.set(token, expires);
    return {
      token,
      expiresAt: new Date(expires).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    };
  }

  /** Whether a token is good now. */
  accepts(token: string): boolean {
    return (
      token === GITHUB_TOKEN ||
      loginOfToken(token) !== undefined ||
      (this.#installation.get(token) ?? 0) > this.now()
    );
  }
}

/** The token of an Authorization header: `Bearer`, `token` or the password of basic authentication. */
export function tokenOf(authorization: string | undefined): string | undefined {
  const [scheme, value] = (authorization ?? '').split(/\s+/);
  if (!value) {
    return undefined;
  }
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return value;
    case 'basic':
      return Buffer.from(value, 'base64').toString().split(':')[1];
    default:
      return undefined;
  }
}

/** Whether a token has the shape of a JSON web token; the sandbox does not check its signature. */
export function isJwt(token: string | undefined): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token ?? '');
}
