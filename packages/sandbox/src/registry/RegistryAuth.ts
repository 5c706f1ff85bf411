import { createHash } from 'crypto';

/** The account that may pull. */
export const REGISTRY_ACCOUNT = {
  username: 'sandbox',
  password: 'sandbox-registry-password',
};

const LIFETIME_S = 300;

/** Basic credentials and the tokens that they are exchanged for. */
export class RegistryAuth {
  readonly #tokens = new Map<string, { scopes: string[]; expires: number }>();
  #count = 0;

  constructor(private readonly now: () => number = () => Date.now()) {}

  /** Whether an Authorization header carries the account's name and password. */
  isAccount(authorization: string | undefined): boolean {
    const match = /^Basic (.+)$/i.exec(authorization ?? '');
    return (
      match !== null &&
      Buffer.from(match[1], 'base64').toString() ===
        `${REGISTRY_ACCOUNT.username}:${REGISTRY_ACCOUNT.password}`
    );
  }

  /** Makes a token for scopes such as `repository:acme/checkout:pull`. */
  issue(scopes: string[]) {
    this.#count += 1;
    const token = createHash('sha256')
      .update(`registry ${this.#count} ${this.now()}`)
      .digest('base64url');
    this.#tokens.set(token, {
      scopes,
      expires: this.now() + LIFETIME_S * 1000,
    });
    return {
      token,
      access_token: token,
      expires_in: LIFETIME_S,
      issued_at: new Date(this.now()).toISOString(),
    };
  }

  /** Whether an Authorization header opens a scope; undefined asks for any valid one. */
  allows(
    authorization: string | undefined,
    scope: string | undefined,
  ): boolean {
    if (this.isAccount(authorization)) {
      return true;
    }
    const match = /^Bearer (.+)$/i.exec(authorization ?? '');
    const token = match && this.#tokens.get(match[1]);
    return Boolean(
      token &&
        token.expires > this.now() &&
        (!scope || token.scopes.some(granted => covers(granted, scope))),
    );
  }
}

function covers(granted: string, wanted: string): boolean {
  const split = (scope: string) => {
    const at = scope.lastIndexOf(':');
    return [scope.slice(0, at), scope.slice(at + 1).split(',')] as const;
  };
  const [grantedOn, actions] = split(granted);
  const [wantedOn, [action]] = split(wanted);
  return (
    grantedOn === wantedOn &&
    (actions.includes(action) || actions.includes('*'))
  );
}
