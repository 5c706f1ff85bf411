import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** Writes an event on a watch. */
export function write(
  response: ServerResponse,
  { type, object }: { type: string; object: unknown },
): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}

/** Answers with JSON. */
export function reply(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Refuses with a `Status`. */
export function fail(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      kind: 'Status',
      status: 'Failure',
      code,
      reason,
      message,
    }),
  );
}

/**
 * The same uid for the same name, so that tests can write owner references beforehand.
 *
 * @public
 */
export function uidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
