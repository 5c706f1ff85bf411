import {
  classifyStatus,
  cleanMessage,
  retryAfterMs,
  SourceFailure,
} from '@throughline/plugin-delivery-node';

/** The least time to stay away after a secondary limit that does not say how long. */
const SECONDARY_WAIT_MS = 60_000;

/** An answer that is no success. */
export interface Refusal {
  status: number;
  headers: Headers;
  /** The `message` of its JSON; undefined where there is none. */
  message?: string;
  /** What was asked for, in words. */
  asked: string;
}

/**
 * Tells what a refusal means. 403 and 429 are a rate limit where nothing remains, a time to wait is told or the
 * message speaks of a secondary limit; any other 403 is a right that is missing.
 */
export function judgeRefusal(
  refusal: Refusal,
  host: string,
  now: number = Date.now(),
): SourceFailure {
  const { status, headers } = refusal;
  const message = cleanMessage(refusal.message ?? '', 160);
  const told = `${host} answered ${status} to '${refusal.asked}'${
    message ? `: ${message}` : ''
  }`;
  if (status === 403 || status === 429) {
    const wait = waitOf(headers, refusal.message ?? '', now);
    if (wait !== undefined || status === 429) {
      return new SourceFailure('rateLimit', told, {
        retryAfterMs: wait ?? SECONDARY_WAIT_MS,
      });
    }
  }
  return new SourceFailure(classifyStatus(status), told, {
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  });
}

function waitOf(
  headers: Headers,
  message: string,
  now: number,
): number | undefined {
  const asked = retryAfterMs(headers.get('retry-after'));
  if (asked !== undefined) {
    return asked;
  }
  if (headers.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
    return Number.isFinite(reset)
      ? Math.max(1_000, reset - now)
      : SECONDARY_WAIT_MS;
  }
  return /secondary rate|abuse detection/i.test(message)
    ? SECONDARY_WAIT_MS
    : undefined;
}
