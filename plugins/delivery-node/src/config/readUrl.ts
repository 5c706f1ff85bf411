import type { Config } from '@backstage/config';
import { configProblem } from './ConfigProblem';

/**
 * Reads an http or https URL without credentials, query and fragment, and without a slash at its end.
 *
 * @param path - the full key of `config`, for messages
 * @throws InputError where it is missing or none
 * @public
 */
export function readUrl(config: Config, key: string, path: string): string {
  const at = `${path}.${key}`;
  const text = config.getOptionalString(key);
  if (text === undefined) {
    throw configProblem(at, 'it is missing', 'Set it to the http(s) URL.');
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw configProblem(
      at,
      'it is not a URL',
      'Write it whole, such as https://argocd.example.com.',
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw configProblem(
      at,
      `the scheme '${url.protocol.replace(':', '')}' is not supported`,
      'Use http or https.',
    );
  }
  if (url.username || url.password) {
    throw configProblem(
      at,
      'it holds credentials',
      'Move them to the keys for credentials beside it.',
    );
  }
  if (url.search || url.hash) {
    throw configProblem(
      at,
      'it holds a query or a fragment',
      'Give the base URL only.',
    );
  }
  return url.href.replace(/\/+$/, '');
}
