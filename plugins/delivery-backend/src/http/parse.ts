import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * Reads what came in a request by a schema.
 *
 * @throws InputError that says what is wrong, and where
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new InputError(z.prettifyError(result.error));
  }
  return result.data;
}
