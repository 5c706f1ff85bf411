import type { Config } from '@backstage/config';
import {
  configProblem,
  readCredential,
  readHttpSettings,
  readOptionalSecret,
  readUrl,
  type Credential,
  type HttpSettings,
} from '@throughline/plugin-delivery-node';
import type { JenkinsConnection } from '../api/createUpstream';

/**
 * Reads how an instance is reached: `baseUrl`, `username` with `apiKey` as other plugins have it, or any other
 * credential.
 *
 * @param path - the full key of `config`, for messages
 * @throws InputError
 */
export function readConnection(
  config: Config,
  path: string,
): JenkinsConnection {
  const http = readHttpSettings(config, path);
  const credential = readApiKey(config, path, http);
  return {
    baseUrl: readUrl(config, 'baseUrl', path),
    http,
    ...(credential ? { credential } : {}),
    headers: readHeaders(config, path),
  };
}

function readApiKey(
  config: Config,
  path: string,
  http: HttpSettings,
): Credential | undefined {
  const apiKey = readOptionalSecret(config, 'apiKey', path);
  if (!apiKey) {
    return readCredential(config, path, { http });
  }
  const username = config.getOptionalString('username');
  if (!username) {
    throw configProblem(
      `${path}.username`,
      'it is missing',
      'An API token belongs to a user: give both.',
    );
  }
  const other = [
    'password',
    'passwordFile',
    'token',
    'tokenFile',
    'oauth',
  ].find(key => config.has(key));
  if (other) {
    throw configProblem(
      `${path}.${other}`,
      `it is given beside 'apiKey'`,
      'Keep one way to authenticate.',
    );
  }
  return {
    kind: 'basic',
    headers: async () => {
      const pair = Buffer.from(`${username}:${await apiKey.get()}`);
      return { authorization: `Basic ${pair.toString('base64')}` };
    },
  };
}

function readHeaders(config: Config, path: string): Record<string, string> {
  const headers = config.getOptional('extraRequestHeaders') ?? {};
  if (typeof headers !== 'object' || Array.isArray(headers)) {
    throw configProblem(
      `${path}.extraRequestHeaders`,
      'it is not a list of headers',
      'Write one key for each header.',
    );
  }
  return Object.fromEntries(
    Object.entries(headers as object).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
}
