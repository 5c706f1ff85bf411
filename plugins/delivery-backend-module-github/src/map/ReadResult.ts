import { cleanMessage, type ItemKind } from '@throughline/plugin-delivery-node';
import type { z } from 'zod';

/** One item that was read, or that could not be. */
export type ReadResult<T> =
  | { type: 'item'; item: T }
  | {
      type: 'malformed';
      kind: ItemKind;
      key?: string;
      description: string;
      reason: string;
    };

/** Why a schema does not hold, in one line. */
export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return cleanMessage(
    `${issue.path.join('.') || 'all of it'}: ${issue.message}`,
    200,
  );
}

/** The items that could be read. */
export function itemsOf<T>(results: readonly ReadResult<T>[]): T[] {
  return results.flatMap(result =>
    result.type === 'item' ? [result.item] : [],
  );
}
