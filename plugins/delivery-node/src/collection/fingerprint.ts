import { createHash } from 'node:crypto';

/**
 * A short stand-in for something; 72 bits are plenty to tell a change.
 *
 * @public
 */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
    .slice(0, 12);
}
