import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '@backstage/config';
import { readOptionalSecret, type Secret } from '../config/Secret';
import { configProblem } from '../config/ConfigProblem';

/**
 * Reads the secrets of a webhook: `secret` or `secretFile`, and `secrets` with more of them, so that one can be
 * replaced by another while both are in use.
 *
 * @param path - the full key of `config`, for messages
 * @returns none where nothing is configured: then there is no route
 * @throws InputError where an entry holds no secret
 * @public
 */
export function readWebhookSecrets(
  config: Config | undefined,
  path: string,
): Secret[] {
  if (!config) {
    return [];
  }
  const first = readOptionalSecret(config, 'secret', path);
  const more = (config.getOptionalConfigArray('secrets') ?? []).map(
    (entry, index) => {
      const at = `${path}.secrets[${index}]`;
      const secret = readOptionalSecret(entry, 'secret', at);
      if (!secret) {
        throw configProblem(
          `${at}.secret`,
          'it is missing',
          `Give 'secret' or 'secretFile'.`,
        );
      }
      return secret;
    },
  );
  return first ? [first, ...more] : more;
}

/**
 * Whether what a webhook shows is what one of the secrets makes of it: a signature over its raw bytes, or the secret
 * itself. Compared in constant time, and all secrets whatever the first ones say. A secret that cannot be read matches
 * nothing.
 *
 * @param expected - what a sender that has this secret shows
 * @public
 */
export async function matchesAnySecret(
  given: string,
  expected: (secret: string) => string,
  secrets: readonly Secret[],
): Promise<boolean> {
  const shown = digest(given);
  let matches = false;
  for (const secret of secrets) {
    const value = await secret.get().catch(() => undefined);
    if (
      value !== undefined &&
      timingSafeEqual(shown, digest(expected(value)))
    ) {
      matches = true;
    }
  }
  return matches;
}

/** Of equal length whatever the text is, as the comparison asks for. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
