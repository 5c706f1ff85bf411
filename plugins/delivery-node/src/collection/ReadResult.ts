import type { z } from 'zod';
import type { ItemKind } from '../contract';
import { cleanMessage } from '../http';

/**
 * One item that was read, or that could not be.
 *
 * @public
 */
export type ReadResult<T> =
  | { type: 'item'; item: T }
  | {
      type: 'malformed';
      kind: ItemKind;
      key?: string;
      description: string;
      reason: string;
    };

/**
 * An item that could not be read, with the reason in one line.
 *
 * @param key - absent where not even that could be read
 * @param description - what it is, for where there is no key
 * @public
 */
export function malformedResult(
  kind: ItemKind,
  key: string | undefined,
  description: string,
  reason: z.ZodError | string,
): ReadResult<never> {
  const text =
    typeof reason === 'string'
      ? reason
      : `${reason.issues[0].path.join('.') || 'all of it'}: ${
          reason.issues[0].message
        }`;
  return {
    type: 'malformed',
    kind,
    ...(key ? { key } : {}),
    description: key ?? description,
    reason: cleanMessage(text, 200),
  };
}

/**
 * The items that could be read.
 *
 * @public
 */
export function readItems<T>(results: readonly ReadResult<T>[]): T[] {
  return results.flatMap(result =>
    result.type === 'item' ? [result.item] : [],
  );
}
