import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'crypto';
import { OperationError } from '../controllers/argo/OperationError';

const LIFETIME_SECONDS = 24 * 60 * 60;

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Who may use an instance: a fixed token, and those who logged in. */
export class Sessions {
  private readonly secret = randomBytes(32);
  private readonly revoked = new Set<string>();

  constructor(
    private readonly accounts: {
      token?: string;
      account?: { username: string; password: string };
    },
  ) {}

  /** A token for an account, good for a day. */
  login(username: unknown, password: unknown): string {
    const { account } = this.accounts;
    if (
      !account ||
      username !== account.username ||
      password !== account.password
    ) {
      throw OperationError.unauthenticated('Invalid username or password');
    }
    const now = Math.floor(Date.now() / 1_000);
    const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
      iss: 'argocd',
      sub: `${account.username}:login`,
      exp: now + LIFETIME_SECONDS,
      nbf: now,
      iat: now,
      jti: randomUUID(),
    })}`;
    return `${body}.${this.sign(body)}`;
  }

  /** Ends a session. */
  logout(token: string): void {
    this.revoked.add(token);
  }

  /** The name of whom a token stands for; throws where it is none, or no longer one. */
  username(token: string | undefined): string {
    if (!token) {
      throw OperationError.unauthenticated('no session information');
    }
    if (token === this.accounts.token) {
      return 'proj:default:portal';
    }
    const [header, payload, signature = ''] = token.split('.');
    const expected = this.sign(`${header}.${payload}`);
    if (
      signature.length !== expected.length ||
      !timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) ||
      this.revoked.has(token)
    ) {
      throw OperationError.unauthenticated(
        'invalid session: failed to verify the token',
      );
    }
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      sub: string;
      exp: number;
    };
    if (claims.exp < Date.now() / 1_000) {
      throw OperationError.unauthenticated(
        'invalid session: token has invalid claims: token is expired',
      );
    }
    return claims.sub.replace(/:login$/, '');
  }

  private sign(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest('base64url');
  }
}
