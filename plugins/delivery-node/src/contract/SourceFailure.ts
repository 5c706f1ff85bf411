import { CustomErrorBase } from '@backstage/errors';
import type { SourceError } from '@throughline/plugin-delivery-common';

/**
 * A failure of a source whose kind is known. `authentication`, `permission` and `configuration` are not helped by
 * trying again soon, and are tried at the slowest pace; the others with jittered back-off.
 *
 * @public
 */
export class SourceFailure extends CustomErrorBase {
  name = 'SourceFailure' as const;

  constructor(
    readonly kind: SourceError['kind'],
    message: string,
    options: {
      cause?: Error;
      /** The upstream asked not to be called again before this. */
      retryAfterMs?: number;
    } = {},
  ) {
    super(message, options.cause);
    this.retryAfterMs = options.retryAfterMs;
  }

  readonly retryAfterMs?: number;
}

/**
 * Whether trying again soon can help.
 *
 * @public
 */
export function isRetryableFailure(kind: SourceError['kind']): boolean {
  return (
    kind !== 'authentication' &&
    kind !== 'permission' &&
    kind !== 'configuration'
  );
}
