import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { z } from 'zod';

/**
 * Reads an answer by its schema.
 *
 * @throws SourceFailure of kind `protocol`, naming the first key that is not as expected
 * @public
 */
export function parseAnswer<TSchema extends z.ZodType>(
  schema: TSchema,
  answer: unknown,
  what: string,
): z.output<TSchema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) {
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  throw new SourceFailure(
    'protocol',
    `The answer to '${what}' is not as expected at '${
      issue.path.join('.') || 'its root'
    }': is the URL that of a Kubernetes API server?`,
  );
}
