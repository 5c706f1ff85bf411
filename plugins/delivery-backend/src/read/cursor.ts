import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Writes a place in a list as an opaque text. */
export function encodeCursor(place: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Reads what {@link encodeCursor} wrote.
 *
 * @throws InputError where it is no such text
 */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InputError(
      "The cursor is not one of this list. Leave 'cursor' out to begin at the start.",
    );
  }
}
