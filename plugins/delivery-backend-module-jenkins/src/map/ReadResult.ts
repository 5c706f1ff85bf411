import { cleanMessage, type ItemKind } from '@throughline/plugin-delivery-node';
import type { z } from 'zod';

/** One item that could not be read. */
export interface Malformed {
  type: 'malformed';
  kind: ItemKind;
  key?: string;
  description: string;
  reason: string;
}

/** One item that was read, or that could not be. */
export type ReadResult<T> = { type: 'item'; item: T } | Malformed;

/** Why a schema does not hold, in one line. */
export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return cleanMessage(
    `${issue.path.join('.') || 'all of it'}: ${issue.message}`,
    200,
  );
}
