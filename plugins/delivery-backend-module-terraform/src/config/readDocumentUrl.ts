import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';

/**
 * Reads the URL of a document, which may have a query, as those of artifact stores do. As a query may be a credential,
 * it is never shown.
 *
 * @throws InputError where it is no http(s) URL or holds a user or a fragment
 */
export function readDocumentUrl(
  config: Config,
  key: string,
  path: string,
): string | undefined {
  const text = config.getOptionalString(key);
  if (text === undefined) {
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw configProblem(
      `${path}.${key}`,
      'it is not an http(s) URL',
      'Write it whole, such as https://artifacts.example.com/plan.json.',
    );
  }
  if (url.username || url.password || url.hash) {
    throw configProblem(
      `${path}.${key}`,
      'it holds credentials or a fragment',
      'Move credentials to the keys beside it, or to headers.',
    );
  }
  return url.href;
}
