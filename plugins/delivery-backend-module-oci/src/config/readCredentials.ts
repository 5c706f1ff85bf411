import type { Config } from '@backstage/config';
import {
  configProblem,
  readOptionalSecret,
  type Secret,
} from '@throughline/plugin-delivery-node';

/**
 * How a registry is authenticated to. `token` is shown to the registry as it is; `identity` is a refresh token, and only
 * its token service ever sees it.
 */
export type RegistryCredentials =
  | { type: 'anonymous' }
  | { type: 'basic'; username: string; password: Secret }
  | { type: 'token'; token: Secret }
  | { type: 'identity'; token: Secret };

/** @throws InputError where several ways are given, or half of one */
export function readCredentials(
  config: Config,
  path: string,
): RegistryCredentials {
  const username = config.getOptionalString('username');
  const password = readOptionalSecret(config, 'password', path);
  const token = readOptionalSecret(config, 'token', path);
  const identity = readOptionalSecret(config, 'identityToken', path);
  const given = [token, identity, username ?? password].filter(Boolean);
  if (given.length > 1) {
    throw configProblem(
      `${path}.${token ? 'token' : 'identityToken'}`,
      'several ways to authenticate are given',
      'Keep one of token, identityToken, and username with password.',
    );
  }
  if (token) {
    return { type: 'token', token };
  }
  if (identity) {
    return { type: 'identity', token: identity };
  }
  if (username && password) {
    return { type: 'basic', username, password };
  }
  if (username || password) {
    throw configProblem(
      `${path}.${username ? 'password' : 'username'}`,
      'it is missing',
      'A user name and a password belong together.',
    );
  }
  return { type: 'anonymous' };
}
