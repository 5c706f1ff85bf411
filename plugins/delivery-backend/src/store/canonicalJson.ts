import { createHash } from 'node:crypto';

/**
 * JSON with the keys of every object in order and without what is undefined, so that equal things are equal texts.
 *
 * @throws TypeError where the value cannot be JSON: a cycle, a bigint, a number that is none
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) {
      throw new TypeError('a number is not finite');
    }
    if (inner && typeof inner === 'object' && !Array.isArray(inner)) {
      return Object.fromEntries(
        Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    }
    return inner;
  });
}

/** The hash by which a stored item is compared with an observed one. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
