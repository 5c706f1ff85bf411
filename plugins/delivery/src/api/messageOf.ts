import { ResponseError } from '@backstage/errors';

/** What the backend said, where it said anything; what happened to the connection otherwise. */
export function messageOf(error: unknown): string {
  if (ResponseError.is(error)) {
    return error.cause.message || error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
