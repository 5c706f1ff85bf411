import type { IncomingMessage } from 'node:http';
import { WebhookRefusal } from './WebhookRefusal';

/**
 * Reads a body as it comes, since signatures are over its bytes.
 *
 * @throws WebhookRefusal where it is larger than `limit` bytes, takes longer than `timeoutMs`, or breaks off
 */
export async function readBody(
  req: IncomingMessage,
  options: { limit: number; timeoutMs: number },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const tooSlow = new WebhookRefusal(408, 'The body took too long to arrive');
  // Nothing less than closing the connection stops a sender that drips.
  const timer = setTimeout(() => req.destroy(tooSlow), options.timeoutMs);
  try {
    // An answer is still to be sent where it is too large.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > options.limit) {
        throw tooLarge(options.limit);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof WebhookRefusal
      ? error
      : new WebhookRefusal(400, 'The body broke off');
  } finally {
    clearTimeout(timer);
  }
}

/** Says that a body is larger than any of the systems sends. */
export function tooLarge(limit: number): WebhookRefusal {
  return new WebhookRefusal(
    413,
    `Bodies of more than ${limit} bytes are not taken`,
  );
}
