import type { Config } from '@backstage/config';
import { configProblem } from '../config/ConfigProblem';
import { readOptionalSecret, type Secret } from '../config/Secret';
import type { HttpSettings } from './HttpSettings';
import { readClientCredentials } from './ClientCredentials';

/**
 * What is shown to an upstream with each request. Ask for it each time, as it may rotate.
 *
 * @public
 */
export interface Credential {
  readonly kind: 'token' | 'basic' | 'oauth';
  /** @throws SourceFailure of kind `authentication` where it cannot be had */
  headers(): Promise<Record<string, string>>;
}

/**
 * How a credential is read and shown.
 *
 * @public
 */
export interface CredentialOptions {
  /** How the server that gives OAuth tokens is reached. */
  http: HttpSettings;
  /** How a token is shown; `authorization: Bearer …` unless told. */
  tokenHeaders?: (token: string) => Record<string, string>;
}

/**
 * Reads the credential of a source: `token` or `tokenFile`; `username` with `password` or `passwordFile`; or `oauth`
 * (client credentials, RFC 6749 section 4.4).
 *
 * @param path - the full key of `config`, for messages
 * @returns undefined where none is given
 * @throws InputError where several are given, or one is incomplete
 * @public
 */
export function readCredential(
  config: Config,
  path: string,
  options: CredentialOptions,
): Credential | undefined {
  const showToken =
    options.tokenHeaders ?? (token => ({ authorization: `Bearer ${token}` }));
  const token = readOptionalSecret(config, 'token', path);
  const basic = readBasic(config, path);
  const oauth = readClientCredentials(config, path, options.http);
  const given = [token && 'token', basic && 'password', oauth && 'oauth'];
  if (given.filter(Boolean).length > 1) {
    throw configProblem(
      path,
      `${given.filter(Boolean).join(' and ')} are given together`,
      'Keep one way to authenticate.',
    );
  }
  if (token) {
    return {
      kind: 'token',
      headers: async () => showToken(await token.get()),
    };
  }
  return (
    basic ??
    (oauth && {
      kind: 'oauth',
      headers: async () => showToken(await oauth.get()),
    })
  );
}

function readBasic(config: Config, path: string): Credential | undefined {
  const username = config.getOptionalString('username');
  const password: Secret | undefined = readOptionalSecret(
    config,
    'password',
    path,
  );
  if (username === undefined && !password) {
    return undefined;
  }
  if (!username || !password) {
    throw configProblem(
      `${path}.${username ? 'password' : 'username'}`,
      'it is missing',
      `Give both 'username' and 'password' (or 'passwordFile').`,
    );
  }
  return {
    kind: 'basic',
    headers: async () => {
      const pair = Buffer.from(`${username}:${await password.get()}`);
      return { authorization: `Basic ${pair.toString('base64')}` };
    },
  };
}
